import { expect, it } from "vitest";
import { change, height, shown } from "./values";

const values = (sales: number, orders: number) => ({
  amounts: { sales: { minor: sales, currency: "EUR" } },
  counts: { orders },
});

it("shows money as money and counts as numbers", () => {
  expect(shown(values(123_450, 1_200), "sales", "en-GB")).toBe("€1,234.50");
  expect(shown(values(123_450, 1_200), "orders", "en-GB")).toBe("1,200");
  expect(height(values(123_450, 3), "sales")).toBe(1234.5);
});

it("says by how much something changed, and nothing where there was nothing", () => {
  const total = (before: ReturnType<typeof values> | null) => ({ currency: "EUR", values: values(11_000, 3), before });

  expect(change(total(values(10_000, 4)), "sales", "en-GB")).toBe("+10%");
  expect(change(total(values(10_000, 4)), "orders", "en-GB")).toBe("-25%");
  expect(change(total(values(0, 0)), "sales", "en-GB")).toBe("");
  expect(change(total(null), "sales", "en-GB")).toBe("");
});
