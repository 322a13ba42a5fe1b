/** Why a parcel does not reach the customer: the API's names. */
export const FAILURES = ["refused", "undeliverable", "lost", "returned"] as const;
