/** Why products are returned, as the API calls it, in the order in which a form offers it. */
export const RETURN_REASONS = ["withdrawal", "damaged", "not_as_described", "late", "other"] as const;

export type ReturnReason = (typeof RETURN_REASONS)[number];
