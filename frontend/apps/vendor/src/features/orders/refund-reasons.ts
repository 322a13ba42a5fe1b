/** Why a part of a sale is refunded: the API's names. */
export const REFUND_REASONS = [
  "damaged",
  "not_as_described",
  "not_received",
  "late",
  "wrong_price",
  "withdrawal",
  "goodwill",
  "other",
] as const;
