/** The files in which a payout's statement can be had. */
export const STATEMENT_TYPES = ["pdf", "csv", "xlsx"] as const;

/** The files of a run's transfers: for any bank, and ISO 20022 for euro. */
export const TRANSFER_TYPES = ["xml", "csv"] as const;
