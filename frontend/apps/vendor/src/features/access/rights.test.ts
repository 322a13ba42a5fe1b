import { expect, it } from "vitest";
import { mayDo } from "./rights";

it("opens to each role what the API allows it", () => {
  expect(mayDo({ roles: ["fulfilment"] }, "fulfil")).toBe(true);
  expect(mayDo({ roles: ["fulfilment"] }, "refund")).toBe(false);
  expect(mayDo({ roles: ["accountant"] }, "see_money")).toBe(true);
  expect(mayDo({ roles: ["accountant"] }, "edit_products")).toBe(false);
  expect(mayDo({ roles: ["accountant", "fulfilment"] }, "handle_returns")).toBe(true);
  expect(mayDo({ roles: ["manager"] }, "manage_team")).toBe(false);
  expect(mayDo({ roles: ["accountant"] }, "see_payout_account")).toBe(true);
  expect(mayDo({ roles: ["accountant"] }, "change_payout_account")).toBe(false);
  expect(mayDo({ roles: [] }, "fulfil")).toBe(false);
});
