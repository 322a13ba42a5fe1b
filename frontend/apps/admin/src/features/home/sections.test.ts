import { expect, it } from "vitest";
import { rowCount, sectionNames, typedSections } from "./sections";

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

it("names the rows by the places that their sections have for the API", () => {
  const form = new FormData();
  const values = { "kind.0": "new", "place.0": "3", "kind.2": "category", "place.2": "1", "kind.4": "new" };
  for (const [name, value] of Object.entries(values)) form.set(name, value);

  expect(sectionNames(form, ["en"])).toMatchObject({
    "sections.0.category": "category.2",
    "sections.1.titles.en": "title.0.en",
    "sections.2.kind": "kind.4",
    sections: "kind.4",
  });
});

it("has empty rows to add to, as far as there is room", () => {
  expect(rowCount(0)).toBe(3);
  expect(rowCount(19)).toBe(20);
});
