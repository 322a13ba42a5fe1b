/** The catalogues of words, one file each in `messages/<language>/`: a feature has its own. */
export const NAMESPACES = [
  "adjustments",
  "auth",
  "books",
  "credits",
  "faults",
  "forms",
  "frame",
  "holds",
  "invoices",
  "money",
  "payouts",
  "problems",
  "reconciliation",
  "tax",
  "today",
  "vendors",
] as const;
