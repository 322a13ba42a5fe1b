import type { AdminCategory } from "@globalmarket/api";
import { expect, it } from "vitest";
import { dropOf, moveText, readMove, stepsOf } from "./moves";

function category(id: string, ...path: string[]): AdminCategory {
  return { id, slug: id, names: { en: id }, parent_id: path.at(-1) ?? null, path: [...path, id], position: 0 };
}

const [DRINKS, TEA, COFFEE, FOOD] = [
  category("drinks"),
  category("tea", "drinks"),
  category("coffee", "drinks"),
  category("food"),
] as const;
const TREE = [DRINKS, TEA, COFFEE, FOOD];

it("goes up and down among siblings, into the one above, and out behind its parent", () => {
  expect(stepsOf(TEA, TREE)).toEqual({
    down: { id: "tea", parent: "drinks", before: null },
    out: { id: "tea", parent: null, before: "food" },
  });
  expect(stepsOf(COFFEE, TREE)).toEqual({
    up: { id: "coffee", parent: "drinks", before: "tea" },
    in: { id: "coffee", parent: "tea", before: null },
    out: { id: "coffee", parent: null, before: "food" },
  });
  expect(stepsOf(DRINKS, TREE)).toEqual({ down: { id: "drinks", parent: null, before: null } });
});

it("is dropped before a category or into it, and never into itself", () => {
  expect(dropOf("food", TEA, false)).toEqual({ id: "food", parent: "drinks", before: "tea" });
  expect(dropOf("food", TEA, true)).toEqual({ id: "food", parent: "tea", before: null });
  expect(dropOf("drinks", TEA, true)).toBeNull();
  expect(dropOf("drinks", DRINKS, true)).toBeNull();
});

it("reads back what a button says, and nothing else", () => {
  const move = { id: "cat_01KB0000000000000000000000", parent: null, before: "cat_01KB0000000000000000000001" };

  expect(readMove(moveText(move))).toEqual(move);
  expect(readMove("")).toBeNull();
  expect(readMove("prod_01KB0000000000000000000000,,")).toBeNull();
});
