import { expect, it } from "vitest";
import { openSections } from "./open-sections";

const pathsOf = (...roles: string[]) => openSections({ roles }).map(({ path }) => path);

it("leads everybody who may choose mails to their part of the settings, and who may do more to the whole", () => {
  expect(pathsOf("fulfilment")).toContain("/settings/mails");
  expect(pathsOf("accountant")).toContain("/settings/mails");
  expect(pathsOf("manager")).toContain("/settings");
  expect(pathsOf("manager")).not.toContain("/settings/mails");
});

it("opens messages to who fulfils, and money to who sees it", () => {
  expect(pathsOf("fulfilment")).toEqual(["", "/orders", "/messages", "/stock", "/returns", "/settings/mails"]);
  expect(pathsOf("accountant")).toEqual(["", "/orders", "/reports", "/balance", "/settings/mails"]);
});

it("opens nothing but the day and the orders to who has no role", () => {
  expect(pathsOf()).toEqual(["", "/orders"]);
});
