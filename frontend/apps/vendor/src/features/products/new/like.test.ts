import type { VendorProduct } from "@globalmarket/api";
import { expect, it } from "vitest";
import { valuesLike } from "./like";

const SHIRT = {
  texts: {},
  brand: "",
  category_id: null,
  tags: [],
  tax_class: "standard",
  options: [{ name: { nl: "Maat", en: "Size" }, values: [{ nl: "Klein, smal", en: "Small, slim" }, { nl: "Groot" }] }],
  variants: [
    { id: "var_1", option_values: [0], prices: [{ minor: 1999, currency: "EUR" }], weight_g: 200 },
    { id: "var_2", option_values: [1], prices: [{ minor: 2450, currency: "EUR" }], weight_g: null },
  ],
} as unknown as VendorProduct;

it("shows options in the reader's language, or in the one that they have", () => {
  expect(valuesLike(SHIRT, ["nl", "en"], ["EUR"], "en")).toMatchObject({
    "option.0.name": "Size",
    "option.0.values": "Small, slim; Groot",
    "row.Small, slim.price.EUR": "19.99",
    "row.Groot.price.EUR": "24.50",
    weight_g: "200",
  });
  expect(valuesLike(SHIRT, ["nl", "en"], ["EUR"], "nl")).toMatchObject({
    "option.0.name": "Maat",
    "option.0.values": "Klein, smal; Groot",
  });
});
