import type { VendorProduct } from "@globalmarket/api";
import { expect, it } from "vitest";
import { merge, variantFieldsOf, variantsFrom } from "./typed";

const PRODUCT = {
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

it("prices variants as typed and keeps what the editor does not show", () => {
  const { variants, wrongAmounts } = variantsFrom({ "price.var_1.EUR": "20,5" }, PRODUCT, ["EUR"]);

  expect(wrongAmounts).toEqual([]);
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
  expect(variantsFrom({ "price.var_1.EUR": "cheap" }, PRODUCT, ["EUR"]).wrongAmounts).toEqual(["price.var_1.EUR"]);
  expect(variantsFrom({ "price.var_1.EUR": "1.999" }, PRODUCT, ["EUR"]).wrongAmounts).toEqual(["price.var_1.EUR"]);
});

it("refuses a comma before three digits, which may part thousands as well", () => {
  const priced = (text: string) => variantsFrom({ "price.var_1.KWD": text }, PRODUCT, ["KWD"]);

  expect(priced("1,250").wrongAmounts).toEqual(["price.var_1.KWD"]);
  expect(priced("1.250").variants[0]?.prices).toContainEqual({ minor: 1250, currency: "KWD" });
  expect(priced("1,25").variants[0]?.prices).toContainEqual({ minor: 1250, currency: "KWD" });
});

it("leaves prices alone whose fields the form did not have, and takes an emptied one away", () => {
  const [variant] = PRODUCT.variants;
  const grown = { ...PRODUCT, variants: [variant, { ...variant, id: "var_2" }] } as VendorProduct;

  const { variants } = variantsFrom({ "price.var_1.EUR": "", "price.var_1.AED": "25" }, grown, ["EUR", "AED"]);

  expect(variants.map(({ prices }) => prices)).toEqual([[{ minor: 2500, currency: "AED" }], variant?.prices]);
});

it("shows a variant in fields, empty where it has no amount", () => {
  expect(variantFieldsOf(PRODUCT, ["EUR", "USD"])).toEqual({
    "price.var_1.EUR": "19.99",
    "price.var_1.USD": "",
    "compare_at.var_1.EUR": "",
    "compare_at.var_1.USD": "",
    "sku.var_1": "M-1",
    "barcode.var_1": "",
    "weight_g.var_1": "300",
    "is_active.var_1": "on",
  });
});

it("reads codes, weight and whether it is sold", () => {
  const typed = {
    "sku.var_1": " M-2 ",
    "barcode.var_1": "4006381333931",
    "weight_g.var_1": "250",
    "is_active.var_1": "",
  };

  const { variants } = variantsFrom(typed, PRODUCT, ["EUR"]);

  expect(variants[0]).toMatchObject({ sku: "M-2", barcode: "4006381333931", weight_g: 250, is_active: false });
  expect(variantsFrom({ "weight_g.var_1": "light" }, PRODUCT, []).wrongCounts).toEqual(["weight_g.var_1"]);
});

it("puts a person's changes upon another's, and names the cells that both have changed", () => {
  const seen = { a: "1", b: "1", c: "1", d: "1" };

  const merged = merge({ a: "2", b: "1", c: "2", d: "2" }, seen, { a: "1", b: "3", c: "3", d: "2" });

  expect(merged.typed).toEqual({ a: "2", b: "3", c: "2", d: "2" });
  expect(merged.conflicts).toEqual(["c"]);
});
