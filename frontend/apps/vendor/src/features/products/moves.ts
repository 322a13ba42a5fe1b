/** What moves a product into the shop, out of it, and away. */
export const MOVES = ["publish", "unpublish", "archive"] as const;
