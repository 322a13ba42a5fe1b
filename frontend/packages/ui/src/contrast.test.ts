import { expect, it } from "vitest";
import { inkOn } from "./contrast";

it.each([
  ["#0b5c4a", "#ffffff"],
  ["#ffd400", "#000000"],
  ["#757575", "#ffffff"],
  ["#808080", "#000000"],
])("writes on %s in %s", (colour, ink) => {
  expect(inkOn(colour)).toBe(ink);
});
