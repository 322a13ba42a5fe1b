import type { PreviewedSale } from "@globalmarket/api";
import { expect, it } from "vitest";
import { previewAmounts } from "./plan-preview";

const WORDS = { caption: "Last orders", columns: ["Order", "Sold for"], all: "Together" };

function eur(minor: number) {
  return { minor, currency: "EUR" };
}

function sale(number: string, minor: number): PreviewedSale {
  const was = { commission: eur(minor / 10), vat: eur(21), earnings: eur(minor - minor / 10 - 21) };
  const would_be = { commission: eur(minor / 5), vat: eur(42), earnings: eur(minor - minor / 5 - 42) };
  const shared = { amount: eur(minor), was, would_be };
  const lines = [{ ...shared, line_id: "li_1", title: "Mug", quantity: 2 }];
  return { ...shared, number, lines, order_id: "ord_1", vendor_order_id: "vord_1", placed_at: "2026-11-30T12:00:00Z" };
}

it("shows each sale as it was and as it would be, and all together", () => {
  const { rows } = previewAmounts([sale("E1", 1000), sale("E2", 2000)], WORDS, "en");

  expect(rows).toEqual([
    ["E1", "€10.00", "€1.00", "€2.00", "€0.21", "€0.42", "€8.79", "€7.58"],
    ["E2", "€20.00", "€2.00", "€4.00", "€0.21", "€0.42", "€17.79", "€15.58"],
    ["Together (EUR)", "€30.00", "€3.00", "€6.00", "€0.42", "€0.84", "€26.58", "€23.16"],
  ]);
});

it("shows the lines of a single sale", () => {
  const { rows } = previewAmounts([sale("E1", 1000)], WORDS, "en");

  expect(rows.map(([name]) => name)).toEqual(["1. 2 × Mug", "E1"]);
});

it("adds up no two currencies", () => {
  const other = sale("K1", 1000);
  const inDinars = { ...other, amount: { minor: 1000, currency: "KWD" } };

  const { rows } = previewAmounts([sale("E1", 1000), inDinars], WORDS, "en");

  expect(rows.slice(2).map(([name]) => name)).toEqual(["Together (EUR)", "Together (KWD)"]);
});
