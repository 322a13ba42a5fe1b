import type { OrderDetail, OrderPartDetail, ReturnablePart } from "@globalmarket/api";
import { describe, expect, it } from "vitest";
import { exchangeableLines, exchangeRefusals, returnableUnits, unitsOnTheirWay, withdrawableUnits } from "./units";

const PARCEL = { lines: [{ line_id: "line_1", quantity: 2 }], delivered_at: "2026-11-01T12:00:00Z", failure: null };

/** Five kettles of one vendor, two of them sent. */
function orderWith(shipment: object, state: OrderDetail["state"] = "partly_shipped") {
  const line = { line_id: "line_1", title: "Kettle", option_text: "Black", quantity: 5 };
  const part = { vendor_order_id: "vord_1", vendor_name: "Noord", line_ids: ["line_1"], canceled: {} };
  const parts = [{ ...part, shipments: [{ ...PARCEL, ...shipment }] as OrderPartDetail["shipments"] }];
  return { state, quote: { lines: [line] }, parts } as unknown as OrderDetail;
}

function optionsWith(part: Partial<ReturnablePart>) {
  const whole = { vendor_order_id: "vord_1", vendor_name: "Noord", units: { line_1: 2 }, reasons: ["damaged"] };
  return { parts: [{ ...whole, is_withdrawal_granted: true, ...part } as ReturnablePart] };
}

const counts = (lines: { open: number }[] | undefined) => lines?.map(({ open }) => open);

describe("the withdrawal function", () => {
  it("offers what was delivered, to be sent back, and what was not sent, to be canceled", () => {
    const found = withdrawableUnits(orderWith({}), optionsWith({}));

    expect([counts(found?.delivered), counts(found?.unsent)]).toEqual([[2], [3]]);
  });

  it("does not offer to cancel what has been delivered, while the order has not heard of it", () => {
    const late = orderWith({ lines: [], delivered_at: null }, "confirmed");

    expect(counts(withdrawableUnits(late, optionsWith({}))?.unsent)).toEqual([3]);
    expect(counts(withdrawableUnits(late, optionsWith({ units: { line_1: 5 } }))?.unsent)).toEqual([]);
  });

  it("is there while everything is on its way, with nothing to choose yet", () => {
    const order = orderWith({ delivered_at: null, lines: [{ line_id: "line_1", quantity: 5 }] }, "shipped");

    expect(withdrawableUnits(order, optionsWith({ units: { line_1: 0 } }))).toEqual({ delivered: [], unsent: [] });
    expect(unitsOnTheirWay(order)).toBe(5);
  });

  it("is not there where the law does not grant it, also for what was not sent", () => {
    expect(withdrawableUnits(orderWith({}), optionsWith({ is_withdrawal_granted: false }))).toBeNull();
  });
});

it("offers for a return what was delivered, while there is a reason for which it can be returned", () => {
  expect(returnableUnits(orderWith({}), optionsWith({}))).toMatchObject([
    { lineId: "line_1", vendor: "Noord", open: 2 },
  ]);
  expect(returnableUnits(orderWith({}), optionsWith({ reasons: [] }))).toEqual([]);
});

it("offers another variant where there is one in stock", () => {
  const red = { variant_id: "var_2", title: "Red", price: { minor: 2000, currency: "EUR" }, available: 3 };
  const soldOut = { ...red, variant_id: "var_3", title: "Blue", available: 0 };
  const endless = { ...red, variant_id: "var_4", title: "Green", available: null };
  const offered = (exchanges: ReturnablePart["exchanges"]) => {
    const options = optionsWith({ exchanges });
    return exchangeableLines(returnableUnits(orderWith({}), options), options);
  };

  expect(offered({ line_1: [red, soldOut, endless] })).toEqual([
    { lineId: "line_1", title: "Kettle Black", options: [red, endless] },
  ]);
  expect(offered({ line_1: [soldOut] })).toEqual([]);
  expect(offered({})).toEqual([]);
});

it("says once why nothing is exchanged, of what can be returned at all", () => {
  const refused = (part: Partial<ReturnablePart>) => {
    const options = optionsWith(part);
    const twice = { parts: [...options.parts, ...options.parts] };
    return exchangeRefusals(returnableUnits(orderWith({}), options), twice);
  };

  expect(refused({ exchange_refusal: "guest" })).toEqual(["guest"]);
  expect(refused({ exchange_refusal: "guest", reasons: [] })).toEqual([]);
  expect(refused({ exchange_refusal: null })).toEqual([]);
});

it("does not count what was delivered, or came back, as on its way", () => {
  expect(unitsOnTheirWay(orderWith({}))).toBe(0);
  expect(unitsOnTheirWay(orderWith({ delivered_at: null, failure: "refused" }))).toBe(0);
});
