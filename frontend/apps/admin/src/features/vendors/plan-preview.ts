import type { PreviewedSale, SaleShares } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import type { Amounts } from "@globalmarket/web/forms/form-state";

/** The value of the button that tries a plan without saving it. */
export const PREVIEW = "preview";

/** What the columns are called in the catalogue of words. */
export const PREVIEW_COLUMNS = [
  "order",
  "amount",
  "commission_was",
  "commission_would_be",
  "vat_was",
  "vat_would_be",
  "earnings_was",
  "earnings_would_be",
] as const;

interface Words {
  caption: string;
  columns: string[];
  /** Names the row with the sum of a currency's. */
  all: string;
}

interface Shared {
  amount: Money;
  was: SaleShares;
  would_be: SaleShares;
}

/**
 * What sales came to and what they would come to: a row for each, and their sums by currency; of a single sale its lines and the whole.
 * The columns are: name, sold for, and commission, VAT and earnings, each as it was and as it would be.
 */
export function previewAmounts(sales: PreviewedSale[], words: Words, locale: string): Amounts {
  const { caption, columns, all } = words;
  const [only] = sales;
  const row = (name: string, shared: Shared) => [name, ...amountsOf(shared).map((money) => formatMoney(money, locale))];
  if (only && sales.length === 1) {
    const lines = only.lines.map((line, place) => row(`${place + 1}. ${line.quantity} × ${line.title}`, line));
    return { caption, columns, rows: [...lines, row(only.number, only)] };
  }
  const sums = [...Map.groupBy(sales, ({ amount }) => amount.currency)].map(([currency, some]) => [
    `${all} (${currency})`,
    ...sumOf(some, currency).map((money) => formatMoney(money, locale)),
  ]);
  return { caption, columns, rows: [...sales.map((sale) => row(sale.number, sale)), ...sums] };
}

function amountsOf({ amount, was, would_be }: Shared): Money[] {
  return [amount, was.commission, would_be.commission, was.vat, would_be.vat, was.earnings, would_be.earnings];
}

function sumOf(sales: Shared[], currency: string): Money[] {
  const columns = sales.map(amountsOf);
  return (columns[0] ?? []).map((_, place) => ({
    currency,
    minor: columns.reduce((sum, amounts) => sum + (amounts[place]?.minor ?? 0), 0),
  }));
}
