/** The catalogues of words, one file each in `messages/<language>/`: a feature has its own. */
export const NAMESPACES = [
  "auth",
  "faults",
  "forms",
  "frame",
  "imports",
  "money",
  "orders",
  "payout-account",
  "problems",
  "products",
  "returns",
  "settings",
  "stock",
  "team",
  "today",
] as const;
