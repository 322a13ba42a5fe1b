import { expect, it } from "vitest";
import { rowCount, typedSections } from "./sections";

it("reads the rows that have a kind, by their places, with the titles that are written", () => {
  const form = new FormData();
  const values = {
    "kind.0": "new",
    "place.0": "2",
    "title.0.en": "New here",
    "title.0.nl": " ",
    "category.0": "mugs",
    "kind.1": "category",
    "place.1": "1",
    "category.1": "mugs",
    "kind.2": "",
    "title.2.en": "Nothing",
    "kind.3": "unheard_of",
  };
  for (const [name, value] of Object.entries(values)) form.set(name, value);

  expect(typedSections(form, ["en", "nl"])).toEqual([
    { kind: "category", category: "mugs", titles: {} },
    { kind: "new", category: "", titles: { en: "New here" } },
  ]);
});

it("has empty rows to add to, as far as there is room", () => {
  expect(rowCount(0)).toBe(3);
  expect(rowCount(19)).toBe(20);
});
