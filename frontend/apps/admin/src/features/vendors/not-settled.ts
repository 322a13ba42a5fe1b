import type { Problem } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";

/** What a vendor that cannot be closed still has: members of the API's problem `vendor_not_settled`. */
interface NotSettled {
  open_orders: string[];
  balances: Money[];
  payouts: string[];
  holds: unknown[];
}

interface Words {
  orders: (count: number) => string;
  payouts: (count: number) => string;
  holds: (count: number) => string;
  money: (amount: Money) => string;
}

/** What stands in the way of closing a vendor, a part each; empty if the problem names nothing. */
export function obstacles(problem: Problem, words: Words): string[] {
  const { open_orders = [], balances = [], payouts = [], holds = [] } = problem as Problem & Partial<NotSettled>;
  return [
    ...(open_orders.length ? [words.orders(open_orders.length)] : []),
    ...balances.map(words.money),
    ...(payouts.length ? [words.payouts(payouts.length)] : []),
    ...(holds.length ? [words.holds(holds.length)] : []),
  ];
}
