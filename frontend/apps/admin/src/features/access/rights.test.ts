import { expect, it } from "vitest";
import { mayDo } from "./rights";

it("opens to each role what the API allows it", () => {
  expect(mayDo({ roles: ["support"] }, "refund")).toBe(true);
  expect(mayDo({ roles: ["support"] }, "settle_refunds")).toBe(false);
  expect(mayDo({ roles: ["finance"] }, "handle_money")).toBe(true);
  expect(mayDo({ roles: ["finance"] }, "decide_vendors")).toBe(false);
  expect(mayDo({ roles: ["catalogue"] }, "decide_vendors")).toBe(true);
  expect(mayDo({ roles: ["catalogue"] }, "see_orders")).toBe(false);
  expect(mayDo({ roles: ["finance", "catalogue"] }, "close_vendors")).toBe(false);
  expect(mayDo({ roles: [] }, "see_customers")).toBe(false);
});
