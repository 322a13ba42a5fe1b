import type { ProductStatus } from "@globalmarket/api";

/** What moves a product into the shop, out of it, and away. */
export const MOVES = ["publish", "unpublish", "archive"] as const;

export type Move = (typeof MOVES)[number];

const LEADS_TO: Record<Move, ProductStatus> = { publish: "published", unpublish: "draft", archive: "archived" };

/** The move that takes back `done`, which found the product in the state `from`; undefined where the product has moved on since. */
export function undoOf(status: ProductStatus, done: unknown, from: unknown): Move | undefined {
  const last = MOVES.find((move) => move === done);
  if (!last || LEADS_TO[last] !== status || from === status) return undefined;
  return MOVES.find((move) => LEADS_TO[move] === from);
}
