import type { AdminCategory } from "@globalmarket/api";

/** The form that the tree's buttons belong to, and the name under which they say where to. */
export const MOVE_FORM = "move-category";
export const MOVE = "move";

/** Where a category goes: below a parent (null: to the top), before a sibling (null: behind all). */
export interface Move {
  id: string;
  parent: string | null;
  before: string | null;
}

export type Direction = "up" | "down" | "in" | "out";

/** What a button says: ids have no commas. */
export function moveText({ id, parent, before }: Move): string {
  return [id, parent ?? "", before ?? ""].join();
}

export function readMove(text: string): Move | null {
  const [, id = "", parent = "", before = ""] = /^(cat_\w{26}),((?:cat_\w{26})?),((?:cat_\w{26})?)$/.exec(text) ?? [];
  return id ? { id, parent: parent || null, before: before || null } : null;
}

/**
 * Where a category can go by one step, in a tree in which parents come before their children: among its siblings, into the one above
 * it, or out of the one that it lies in, behind that.
 */
export function stepsOf(category: AdminCategory, all: readonly AdminCategory[]): Partial<Record<Direction, Move>> {
  const { id, parent_id: parent } = category;
  const siblings = childrenOf(parent, all);
  const place = siblings.indexOf(id);
  const above = siblings[place - 1];
  const below = siblings[place + 1];
  const around = all.find((one) => one.id === parent);
  return {
    ...(above && { up: { id, parent, before: above }, in: { id, parent: above, before: null } }),
    ...(below && { down: { id, parent, before: siblings[place + 2] ?? null } }),
    ...(around && { out: { id, parent: around.parent_id, before: nextOf(around, all) } }),
  };
}

/** Where a category goes that is dropped on another: before it, or into it; null where it would lie in itself, or stay where it is. */
export function dropOf(id: string, target: AdminCategory, isInto: boolean): Move | null {
  if (target.path.includes(id)) return null;
  return isInto ? { id, parent: target.id, before: null } : { id, parent: target.parent_id, before: target.id };
}

function childrenOf(parent: string | null, all: readonly AdminCategory[]): string[] {
  return all.filter(({ parent_id }) => parent_id === parent).map(({ id }) => id);
}

function nextOf({ id, parent_id }: AdminCategory, all: readonly AdminCategory[]): string | null {
  const siblings = childrenOf(parent_id, all);
  return siblings[siblings.indexOf(id) + 1] ?? null;
}
