import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { NAVIGATION } from "./navigation";
import { openSections } from "./open-sections";

const APP = join(import.meta.dirname, "../..");
const entries = NAVIGATION.flatMap((group) => group.entries);

function opened(...roles: string[]): string[] {
  return openSections({ roles }).flatMap((group) => group.entries.map(({ key }) => key));
}

it("shows each role its pages, and no others", () => {
  expect(opened("support")).toEqual(expect.arrayContaining(["today", "orders", "vendors", "customers"]));
  expect(opened("catalogue")).not.toContain("orders");
  expect(opened("finance")).not.toContain("customers");
});

it("shows no group that is empty", () => {
  expect(openSections({ roles: ["catalogue"] }).map(({ key }) => key)).not.toContain("sales");
});

it.each(entries)("shows $key once it has a page, and not before", ({ key, isPlanned = false }) => {
  const page = join(APP, "app/[locale]", key === "today" ? "" : key, "page.tsx");

  expect(existsSync(page)).toBe(!isPlanned);
});

it("has a title for each page and group", () => {
  const { sections, groups } = JSON.parse(readFileSync(join(APP, "../messages/en/frame.json"), "utf8"));

  expect(entries.map(({ key }) => key).filter((key) => !sections[key])).toEqual([]);
  expect(NAVIGATION.map(({ key }) => key).filter((key) => !groups[key])).toEqual([]);
});
