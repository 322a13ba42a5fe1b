/** The catalogues of words, one file each in `messages/<language>/`: a feature has its own. */
export const NAMESPACES = ["auth", "faults", "forms", "frame", "problems", "today", "vendors"] as const;
