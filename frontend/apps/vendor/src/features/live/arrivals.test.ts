import { expect, it } from "vitest";
import { arrivalOf } from "./arrivals";

const message = (type: string, data = {}) => ({ type, number: 1, data });

it("tells what a person should look at", () => {
  expect(arrivalOf(message("vendor_order_placed"))).toBe("order");
  expect(arrivalOf(message("message_arrived", { sender: "customer" }))).toBe("message");
  expect(arrivalOf(message("return_changed", { state: "requested" }))).toBe("return");
  expect(arrivalOf(message("lines_canceled", { by: "customer" }))).toBe("canceled");
});

it("is silent about what the vendor has done itself, and about what only moves on", () => {
  expect(arrivalOf(message("message_arrived", { sender: "vendor" }))).toBeNull();
  expect(arrivalOf(message("lines_canceled", { by: "vendor" }))).toBeNull();
  expect(arrivalOf(message("return_changed", { state: "received" }))).toBeNull();
  expect(arrivalOf(message("vendor_order_changed"))).toBeNull();
  expect(arrivalOf(message("reload"))).toBeNull();
});
