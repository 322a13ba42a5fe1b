import type { ProductOption } from "@globalmarket/api";
import { expect, it } from "vitest";
import { draftOf, formNames } from "./draft";
import { readOptions, signatureOf } from "./options";

const REGION = { languages: ["nl", "en"], currencies: ["EUR", "PLN"] };
const BASE = { "texts.en.title": "Shirt", "price.EUR": "19,99", stock: "5", weight_g: "200" };
const SIZES = { "option.0.name": "Size", "option.0.values": "S, M" };
const rows = signatureOf(readOptions(SIZES));

it("has one variant without options, with its own SKU and stock", () => {
  const { body, stock } = draftOf({ ...BASE, sku: "SH-1", tags: "summer, linen" }, REGION, "en");

  expect(body).toEqual({
    texts: { en: { title: "Shirt", description_html: "", seo_title: "", seo_description: "" } },
    variants: [{ option_values: [], prices: [{ minor: 1999, currency: "EUR" }], sku: "SH-1", weight_g: 200 }],
    tags: ["summer", "linen"],
  });
  expect(stock).toEqual([5]);
});

const LINEN: ProductOption[] = [
  { name: { nl: "Maat", en: "Size" }, values: [{ nl: "Klein, smal", en: "Small, slim" }, { nl: "Groot" }] },
];

it("keeps all languages of the options that stand as another product has them", () => {
  const typed = { ...BASE, "option.0.name": "Size", "option.0.values": "Small, slim; Groot; Wide" };

  expect(draftOf(typed, REGION, "en", LINEN).body.options).toEqual([
    { name: LINEN[0]?.name, values: [...(LINEN[0]?.values ?? []), { en: "Wide" }] },
  ]);
});

it("takes a name that was typed anew as the reader's, and keeps the values below it", () => {
  const typed = { ...BASE, "option.0.name": "Fit", "option.0.values": "Groot;" };

  expect(draftOf(typed, REGION, "en", LINEN).body.options).toEqual([
    { name: { en: "Fit" }, values: [{ nl: "Groot" }] },
  ]);
});

it("puts a row before what holds for all, and leaves rows out that are ticked", () => {
  const typed = {
    ...BASE,
    ...SIZES,
    "option.0.values": "S, M, L",
    rows: signatureOf(readOptions({ "option.0.values": "S, M, L" })),
    "variants.0.price.EUR": "15",
    "variants.1.skip": "on",
    "variants.2.sku": "SH-L",
    "variants.2.stock": "0",
  };

  const { body, stock, rows: kept, labels } = draftOf(typed, REGION, "en");

  expect(body.variants.map(({ option_values, prices, sku }) => [option_values, prices[0]?.minor, sku])).toEqual([
    [[0], 1500, undefined],
    [[2], 1999, "SH-L"],
  ]);
  expect([stock, kept, labels]).toEqual([
    [5, 0],
    [0, 2],
    ["S", "L"],
  ]);
  expect(body.options).toEqual([{ name: { en: "Size" }, values: [{ en: "S" }, { en: "M" }, { en: "L" }] }]);
});

it("passes over rows that were made of other options", () => {
  const typed = {
    ...BASE,
    ...SIZES,
    "option.0.values": "M, S",
    rows,
    "variants.0.price.EUR": "1",
    "variants.1.skip": "on",
  };

  const { body } = draftOf(typed, REGION, "en");

  expect(body.variants.map(({ prices }) => prices[0]?.minor)).toEqual([1999, 1999]);
});

it("names what is no amount and no whole number by its field", () => {
  const typed = { ...BASE, ...SIZES, rows, "variants.1.price.EUR": "cheap", "variants.0.stock": "1.5", weight_g: "x" };

  const { wrongAmounts, wrongCounts } = draftOf(typed, REGION, "en");

  expect(wrongAmounts).toEqual(["variants.1.price.EUR"]);
  expect(wrongCounts).toEqual(["weight_g", "variants.0.stock"]);
});

it("makes no variants where there would be too many", () => {
  const many = Array.from({ length: 20 }, (_, place) => `v${place}`).join();
  const { isTooMany, body } = draftOf({ ...BASE, "option.0.values": many, "option.1.values": many }, REGION, "en");

  expect([isTooMany, body.variants]).toEqual([true, []]);
});

it("leads what the API found wrong with a variant to the row that it came of", () => {
  const draft = draftOf({ ...BASE, ...SIZES, rows, "variants.0.skip": "on" }, REGION, "en");

  expect(formNames(draft, REGION.currencies, true)).toMatchObject({
    "variants.0.sku": "variants.1.sku",
    "variants.0.prices": "variants.1.price.EUR",
  });
});
