/** What a key can be for: no key is an owner's. */
export const KEY_ROLES = ["manager", "fulfilment", "accountant"] as const;
