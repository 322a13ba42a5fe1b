import type { AdminCategory } from "@globalmarket/api";
import { expect, it } from "vitest";
import { parentsFor, pathName } from "./tree";

function category(id: string, ...path: string[]): AdminCategory {
  return {
    id,
    slug: id,
    names: { en: id.toUpperCase() },
    parent_id: path.at(-1) ?? null,
    path: [...path, id],
    position: 0,
  };
}

const TREE = [category("home"), category("kitchen", "home"), category("mugs", "home", "kitchen"), category("garden")];

it("names the way from the root", () => {
  expect(TREE.map((one) => pathName(one, TREE, { language: "nl" }))).toEqual([
    "HOME",
    "HOME › KITCHEN",
    "HOME › KITCHEN › MUGS",
    "GARDEN",
  ]);
});

it("never lets a category lie in itself or below itself", () => {
  expect(parentsFor("kitchen", TREE).map(({ id }) => id)).toEqual(["home", "garden"]);
});
