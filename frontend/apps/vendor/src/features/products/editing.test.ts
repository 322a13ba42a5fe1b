import type { VendorProduct } from "@globalmarket/api";
import { expect, it } from "vitest";
import { changedSince, fieldsOf, onlyNames, textsFrom, variantsFrom } from "./editing";

const TEXT = { title: "Mug", description_html: "<p>Blue</p>", seo_title: "", seo_description: "" };

const PRODUCT = {
  brand: "Alma",
  category_id: null,
  tags: ["summer", "blue"],
  tax_class: "standard",
  texts: { en: TEXT, de: { ...TEXT, title: "Becher" } },
  variants: [
    {
      id: "var_1",
      sku: "M-1",
      barcode: "",
      option_values: [],
      prices: [
        { minor: 1999, currency: "EUR" },
        { minor: 2500, currency: "AED" },
      ],
      compare_at: [],
      weight_g: 300,
      requires_shipping: true,
      is_active: true,
    },
  ],
} as unknown as VendorProduct;

it("shows a product in fields, empty where nothing is written", () => {
  const fields = fieldsOf(PRODUCT, ["en", "nl"], ["EUR", "USD"]);

  expect(fields).toMatchObject({ category_id: "", tags: "summer, blue", tax_class: "standard" });
  expect(fields).toMatchObject({ brand: "Alma", "texts.en.title": "Mug", "texts.nl.title": "" });
  expect(fields).toMatchObject({ "price.var_1.EUR": "19.99", "price.var_1.USD": "" });
});

it("takes a language away whose texts are all empty, and leaves out one that never was", () => {
  const typed = fieldsOf(PRODUCT, ["en", "nl"], []);

  expect(textsFrom(typed, PRODUCT, ["en", "de", "nl"])).toEqual({ en: TEXT, de: null });
});

it("prices variants as typed and keeps what the editor does not show", () => {
  const { variants, wrong } = variantsFrom({ "price.var_1.EUR": "20,5" }, PRODUCT, ["EUR"]);

  expect(wrong).toEqual([]);
  expect(variants[0]).toMatchObject({
    id: "var_1",
    weight_g: 300,
    prices: [
      { minor: 2500, currency: "AED" },
      { minor: 2050, currency: "EUR" },
    ],
  });
});

it("names the fields whose price is no amount", () => {
  expect(variantsFrom({ "price.var_1.EUR": "cheap" }, PRODUCT, ["EUR"]).wrong).toEqual(["price.var_1.EUR"]);
  expect(variantsFrom({ "price.var_1.EUR": "1.999" }, PRODUCT, ["EUR"]).wrong).toEqual(["price.var_1.EUR"]);
});

it("says what somebody else has changed", () => {
  expect(changedSince({ brand: "Alma", old: "1" }, { brand: "Beta", old: "1", added: "2" })).toEqual({ brand: "Beta" });
});

it("refuses a comma before three digits, which may part thousands as well", () => {
  const priced = (text: string) => variantsFrom({ "price.var_1.KWD": text }, PRODUCT, ["KWD"]);

  expect(priced("1,250").wrong).toEqual(["price.var_1.KWD"]);
  expect(priced("1.250").variants[0]?.prices).toContainEqual({ minor: 1250, currency: "KWD" });
  expect(priced("1,25").variants[0]?.prices).toContainEqual({ minor: 1250, currency: "KWD" });
});

it("leaves prices alone whose fields the form did not have, and takes an emptied one away", () => {
  const [variant] = PRODUCT.variants;
  const grown = { ...PRODUCT, variants: [variant, { ...variant, id: "var_2" }] } as VendorProduct;

  const { variants } = variantsFrom({ "price.var_1.EUR": "", "price.var_1.AED": "25" }, grown, ["EUR", "AED"]);

  expect(variants.map(({ prices }) => prices)).toEqual([[{ minor: 2500, currency: "AED" }], variant?.prices]);
});

it("has seen of another person's version only the fields that the form had", () => {
  expect(onlyNames({ brand: "Beta", "price.var_2.EUR": "5.00" }, ["brand", "gone"])).toEqual({ brand: "Beta" });
});
