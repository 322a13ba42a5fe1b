import { expect, it } from "vitest";
import { changesOf } from "./changes";

it("names what changed, what came and what went, and leaves out what stayed", () => {
  const before = { roles: ["support"], state: "open", name: "Bo" };
  const after = { roles: ["finance"], state: "open", note: "New" };

  expect(changesOf(before, after)).toEqual([
    { name: "roles", before: '["support"]', after: '["finance"]' },
    { name: "name", before: "Bo", after: undefined },
    { name: "note", before: undefined, after: "New" },
  ]);
});

it("has nothing to say of an entry without values", () => {
  expect(changesOf(null, undefined)).toEqual([]);
  expect(changesOf({ reason: "" }, { reason: null })).toEqual([]);
});
