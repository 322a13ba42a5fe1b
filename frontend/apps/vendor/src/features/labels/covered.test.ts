import type { LabelView, VendorOrderLineDetail } from "@globalmarket/api";
import { expect, it } from "vitest";
import { withoutLabel } from "./covered";

const line = (line_id: string, quantity: number, shipped = 0) =>
  ({ line_id, quantity, shipped, canceled: 0 }) as VendorOrderLineDetail;
const label = (state: LabelView["state"], quantity: number) => ({ state, lines: [{ line_id: "line_1", quantity }] });

it("offers the units that no parcel and no label has", () => {
  const order = { lines: [line("line_1", 5, 1), line("line_2", 2, 2)] };
  const left = (...labels: ReturnType<typeof label>[]) =>
    withoutLabel(order, labels).map(({ line: { line_id }, units }) => [line_id, units]);

  expect(left()).toEqual([["line_1", 4]]);
  expect(left(label("bought", 2), label("buying", 1))).toEqual([["line_1", 1]]);
  expect(left(label("used", 1), label("voided", 3), label("failed", 3))).toEqual([["line_1", 4]]);
  expect(left(label("bought", 4))).toEqual([]);
  expect(left(label("unknown", 4))).toEqual([]);
});
