import { expect, it } from "vitest";
import { ownPath } from "./own-path";

it.each([
  "/en-NL/account/orders",
  "/en-NL/products/alma-mug?option.colour=sage#description",
  "/ar-AE/search?q=%D9%85%D8%B5%D8%A8%D8%A7%D8%AD",
])("goes on to the site's own %s", (next) => {
  expect(ownPath(next, "/home")).toBe(next);
});

it.each([
  undefined,
  "",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/%0d%0a/../\n//evil.example",
  "javascript:alert(1)",
  "evil.example",
  "/a/..//evil.example",
  "/.//evil.example",
])("goes home instead of to %j", (next) => {
  expect(ownPath(next, "/home")).toBe("/home");
});
