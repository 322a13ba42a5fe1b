import { expect, it } from "vitest";
import { Filters } from "./filters";

const chosen = Filters.from({
  brand: ["a", "b"],
  price_max: "20.5",
  sort: "price_asc",
  cursor: "x",
  utm_source: "mail",
});

it("reads and writes the address", () => {
  expect(chosen.toQuery()).toBe("?brand=a&brand=b&price_max=20.5&sort=price_asc&cursor=x");
  expect(Filters.from({}).toQuery()).toBe("");
});

it("starts over when a filter changes, since a cursor belongs to its filters", () => {
  expect(chosen.without("brand", "a").toQuery()).toBe("?brand=b&price_max=20.5&sort=price_asc");
  expect(chosen.with("sort", "sold").toQuery()).toBe("?brand=a&brand=b&price_max=20.5&sort=sold");
});

it("gives the API typed parameters", () => {
  expect(chosen.forApi("EUR")).toEqual({ brand: ["a", "b"], price_max: 2050, sort: "price_asc", cursor: "x" });
});

it("lifts all that narrows, and keeps the words and the order", () => {
  const words = Filters.from({ q: "mug", sort: "sold", brand: ["a", "b"], in_stock: "true", cursor: "x" });

  expect(words.withoutNarrowing().toQuery()).toBe("?q=mug&sort=sold");
});

it("knows the filters that are on or not there", () => {
  const onSale = Filters.from({ delivered: "true", on_sale: "true" });

  expect(onSale.toQuery()).toBe("?delivered=true&on_sale=true");
  expect(onSale.forApi("EUR")).toEqual({ delivered: true, on_sale: true });
});

it("leaves out what nobody could have chosen", () => {
  expect(Filters.from({ sort: "worst", price_min: "-3", in_stock: "maybe", "option.size": "M" }).toQuery()).toBe(
    "?option.size=M",
  );
});

it("shows as chips what narrows the list", () => {
  expect(chosen.narrowing).toEqual([
    ["brand", "a"],
    ["brand", "b"],
    ["price_max", "20.5"],
  ]);
});

it("narrows nothing by how a question is read", () => {
  const exact = chosen.with("q", "red mug").with("exact", "true");
  expect(exact.narrowing).toEqual(chosen.narrowing);
  expect(exact.forApi("EUR")).toMatchObject({ q: "red mug", exact: true });
  expect(Filters.from({ exact: "perhaps" }).toQuery()).toBe("");
});

it("reads a query string", () => {
  expect(Filters.fromQuery("sort=sold&brand=a&brand=b&on_sale=true").toQuery()).toBe(
    "?sort=sold&brand=a&brand=b&on_sale=true",
  );
});
