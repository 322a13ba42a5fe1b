import type { OrderDetail, OrderPartDetail } from "@globalmarket/api";
import { describe, expect, it } from "vitest";
import { cancelableUnits, readUnits } from "./units";

function orderOf(state: OrderDetail["state"], part: Partial<OrderPartDetail>) {
  const line = { line_id: "line_1", title: "Kettle", option_text: "Black", quantity: 5 };
  const parts = [{ line_ids: ["line_1"], canceled: {}, shipments: [], ...part }];
  return { state, quote: { lines: [line] }, parts } as unknown as OrderDetail;
}

describe("what can be canceled", () => {
  it("is what was neither sent nor canceled", () => {
    const shipments = [{ lines: [{ line_id: "line_1", quantity: 2 }] }] as OrderPartDetail["shipments"];

    const [line] = cancelableUnits(orderOf("partly_shipped", { canceled: { line_1: 1 }, shipments }));

    expect(line).toMatchObject({ lineId: "line_1", ordered: 5, canceled: 1, open: 2 });
  });

  it("is nothing of an order that was sent or has ended", () => {
    for (const state of ["shipped", "delivered", "canceled", "declined"] as const) {
      expect(cancelableUnits(orderOf(state, {}))).toEqual([]);
    }
  });
});

it("reads the wanted quantities and nothing else", () => {
  const form = new FormData();
  for (const [name, value] of [
    ["cancel.line_1", "2"],
    ["cancel.line_2", "0"],
    ["cancel.line_3", "x"],
    ["reason", "3"],
  ]) {
    form.set(name as string, value as string);
  }

  expect(readUnits(form, "cancel")).toEqual([{ line_id: "line_1", quantity: 2 }]);
});
