/** The files in which a payout's statement can be had. */
export const STATEMENT_TYPES = ["pdf", "csv", "xlsx"] as const;
