import type { BalanceAdjustmentKind } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";
import { typedAmount } from "../money/typed-amount";
import { ADJUSTMENT_KINDS } from "./filters";

/** What can be proposed, as one choice: an adjustment goes either way. */
export const PROPOSALS = ["credit", "charge", "repayment", "write_off"] as const;

export type ProposalName = (typeof PROPOSALS)[number];

interface Proposal {
  kind: BalanceAdjustmentKind;
  /** Positive for the vendor's good. */
  amount: Money;
}

/** The kind and the signed amount of what was chosen and typed; null if that is no choice, or no amount. */
export function proposalOf(chosen: string, text: string, currency: string): Proposal | null {
  const amount = typedAmount(text, currency);
  const name = PROPOSALS.find((one) => one === chosen);
  if (!amount || !name) return null;
  const kind = ADJUSTMENT_KINDS.find((one) => one === name) ?? "adjustment";
  return { kind, amount: name === "charge" ? { ...amount, minor: -amount.minor } : amount };
}
