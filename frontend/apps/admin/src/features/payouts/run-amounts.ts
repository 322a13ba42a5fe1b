import type { PayoutRunDetail } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";

/** How many payouts, and what they add up to. */
export interface Payouts {
  count: number;
  total: Money;
}

/** What approving the run would make payouts of, by its preview. */
export function toApprove({ preview, currency }: Pick<PayoutRunDetail, "preview" | "currency">): Payouts {
  return together(
    preview.filter(({ ineligibility_reason }) => ineligibility_reason === null),
    currency,
  );
}

/** What paying the run would book now: a run that is partly paid has payouts that could not be sent before. */
export function toPay({ payouts, currency }: Pick<PayoutRunDetail, "payouts" | "currency">): Payouts {
  return together(
    payouts.filter(({ state }) => state === "approved"),
    currency,
  );
}

/** What canceling the run would cancel: by its preview, or the payouts that are approved. Others have ended already. */
export function toCancel(run: Pick<PayoutRunDetail, "state" | "preview" | "payouts" | "currency">): Payouts {
  return run.state === "preview" ? toApprove(run) : toPay(run);
}

function together(payouts: { amount: Money }[], currency: string): Payouts {
  return {
    count: payouts.length,
    total: { minor: payouts.reduce((sum, { amount }) => sum + amount.minor, 0), currency },
  };
}
