/** The catalogues of words, one file each in `messages/<language>/`: a feature has its own. */
export const NAMESPACES = [
  "auth",
  "customers",
  "disputes",
  "faults",
  "forms",
  "frame",
  "orders",
  "problems",
  "refunds",
  "returns",
  "today",
  "vendors",
] as const;
