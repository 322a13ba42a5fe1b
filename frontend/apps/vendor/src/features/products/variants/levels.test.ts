import type { StockItemDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { countsFrom, DEFAULT_PLACE, levelFieldsOf, placesOf, unitsIn } from "./levels";
import { merge } from "./typed";

function item(more: Partial<StockItemDetail> = {}): StockItemDetail {
  const levels = [
    { warehouse_id: "whs_a", on_hand: 3 },
    { warehouse_id: "whs_b", on_hand: 4 },
  ];
  const sums = { on_hand: 7, reserved: 1, available: 6 };
  return {
    variant_id: "var_1",
    product_id: "prod_1",
    sku: "M",
    tracks_stock: true,
    allows_backorders: false,
    levels,
    ...sums,
    ...more,
  };
}

it("has a field for each variant and warehouse", () => {
  expect(levelFieldsOf([item()], ["whs_a", "whs_b", "whs_c"])).toEqual({
    "stock.var_1.whs_a": "3",
    "stock.var_1.whs_b": "4",
    "stock.var_1.whs_c": "0",
  });
});

it("has none for what is sold without counting", () => {
  expect(levelFieldsOf([item({ tracks_stock: false })], ["whs_a"])).toEqual({});
});

it("counts a vendor's first units where its default warehouse will be", () => {
  expect(placesOf([])).toEqual([DEFAULT_PLACE]);
  expect(unitsIn(item({ levels: [] }), DEFAULT_PLACE)).toBe(7);
});

it("sends only what differs, by warehouse", () => {
  const now = levelFieldsOf([item(), item({ variant_id: "var_2" })], ["whs_a", "whs_b"]);
  const typed = { ...now, "stock.var_1.whs_a": "5", "stock.var_2.whs_a": " 0 ", "price.var_1.EUR": "9" };

  const { counts, wrong } = countsFrom(typed, now);

  expect([...counts]).toEqual([
    [
      "whs_a",
      [
        { variant_id: "var_1", on_hand: 5 },
        { variant_id: "var_2", on_hand: 0 },
      ],
    ],
  ]);
  expect(wrong).toEqual([]);
});

it("names what is no whole number", () => {
  const now = levelFieldsOf([item()], ["whs_a"]);

  expect(countsFrom({ "stock.var_1.whs_a": "a few" }, now).wrong).toEqual(["stock.var_1.whs_a"]);
  expect(countsFrom({ "stock.var_1.whs_a": "-1" }, now).wrong).toEqual(["stock.var_1.whs_a"]);
});

it("asks again where units were sold while a person typed over them", () => {
  const seen = levelFieldsOf([item()], ["whs_a", "whs_b"]);
  const sold = { ...seen, "stock.var_1.whs_a": "2" };

  expect(merge({ ...seen, "stock.var_1.whs_a": "5" }, seen, sold).conflicts).toEqual(["stock.var_1.whs_a"]);
  expect(merge({ ...seen, "stock.var_1.whs_b": "5" }, seen, sold).conflicts).toEqual([]);
});
