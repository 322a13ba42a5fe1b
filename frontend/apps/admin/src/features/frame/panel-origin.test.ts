import { expect, it } from "vitest";
import { panelOrigin } from "./panel-origin";

it("is the shop's host with admin. before it, at the present panel's port", () => {
  expect(panelOrigin("http://mena.localhost:8001", "http://admin.eu.localhost:8003")).toBe(
    "http://admin.mena.localhost:8003",
  );
  expect(panelOrigin("https://globalmarket.me", "https://admin.globalmarket.eu")).toBe("https://admin.globalmarket.me");
});
