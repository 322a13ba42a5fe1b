import type { PreviewColumn } from "@globalmarket/api";
import { expect, it } from "vitest";
import { choicesOf, chosenOf, KEEP, LEAVE_OUT, mappingFrom, mappingIn, queryOf, rowsOf } from "./mapping";

const FIELDS = ["Handle", "Title", "Variant Price"];

function column(more: Partial<PreviewColumn>): PreviewColumn {
  return { name: "Preis", use: "kept", field: "", usual_field: "", samples: [], ...more };
}

function formOf(...columns: [name: string, usual: string, field: string][]): FormData {
  const form = new FormData();
  columns.forEach(([name, usual, field], place) => {
    form.set(`name.${place}`, name);
    form.set(`usual.${place}`, usual);
    form.set(`field.${place}`, field);
  });
  return form;
}

it("offers every field for a column that the format does not know, and only its own for one that it knows", () => {
  expect(choicesOf(column({}), FIELDS)).toEqual([KEEP, LEAVE_OUT, ...FIELDS]);
  expect(choicesOf(column({ usual_field: "Title" }), FIELDS)).toEqual(["Title", LEAVE_OUT]);
});

it("shows what a column is read as", () => {
  expect(chosenOf(column({}), FIELDS)).toBe(KEEP);
  expect(chosenOf(column({ use: "ignored" }), FIELDS)).toBe(LEAVE_OUT);
  expect(chosenOf(column({ use: "field", field: "Title" }), FIELDS)).toBe("Title");
  expect(chosenOf(column({ use: "field", field: "Google Shopping / MPN" }), FIELDS)).toBe(KEEP);
});

it("says only what differs from the format", () => {
  const form = formOf(["Preis", "", "Variant Price"], ["Title", "Title", "Title"], ["Intern", "", LEAVE_OUT]);

  expect(mappingFrom(form)).toEqual([
    { column: "Preis", field: "Variant Price" },
    { column: "Intern", field: "" },
  ]);
  expect(mappingFrom(formOf(["Farbe", "", KEEP]))).toEqual([]);
});

it("brings a mapping into an address and out of it again", () => {
  const mapping = [
    { column: "a=b & c", field: "Title" },
    { column: "Intern", field: "" },
  ];

  expect(mappingIn(new URLSearchParams(queryOf(mapping)).getAll("mapped"))).toEqual(mapping);
});

it("tells a mapping of nothing from none", () => {
  expect(mappingIn(new URLSearchParams(queryOf([])).getAll("mapped"))).toEqual([]);
  expect(mappingIn(undefined)).toBeUndefined();
});

it("has a row for each variant, and one for a product without", () => {
  const variant = { row: 2, sku: "", options: [], price: null, quantity: null };
  const product = { row: 2, title: "", brand: "", category: "", status: "draft", image_url: "", variant_count: 2 };
  const rows = rowsOf([
    { ...product, handle: "shirt", variants: [variant, { ...variant, row: 3 }] },
    { ...product, handle: "mug", variants: [] },
  ]);

  expect(rows.map(({ key, isFirst }) => [key, isFirst])).toEqual([
    ["shirt 2", true],
    ["shirt 3", false],
    ["mug", true],
  ]);
});
