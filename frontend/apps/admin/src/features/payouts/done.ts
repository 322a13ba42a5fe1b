/** What the pages of payouts say a form has done: names in their addresses and in the catalogue `payouts.done`. */
export const PAYOUT_DONE = [
  "previewed",
  "run_approved",
  "run_paid",
  "run_canceled",
  "paid",
  "failed",
  "returned",
  "retried",
  "canceled",
  "account_set",
] as const;

export type PayoutDone = (typeof PAYOUT_DONE)[number];
