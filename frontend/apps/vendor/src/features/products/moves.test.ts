import { expect, it } from "vitest";
import { undoOf } from "./moves";

it.each([
  ["archived", "archive", "published", "publish"],
  ["archived", "archive", "draft", "unpublish"],
  ["draft", "unpublish", "published", "publish"],
  ["published", "publish", "archived", "archive"],
] as const)("a product that is %s by %s from %s goes back by %s", (status, done, from, move) => {
  expect(undoOf(status, done, from)).toBe(move);
});

it.each([
  ["published", "archive", "published"], // another person has published it since
  ["archived", "archive", "archived"], // it was archived already
  ["archived", "archive", "nonsense"],
  ["draft", "created", undefined],
] as const)("nothing is taken back of one that is %s after %s from %s", (status, done, from) => {
  expect(undoOf(status, done, from)).toBeUndefined();
});
