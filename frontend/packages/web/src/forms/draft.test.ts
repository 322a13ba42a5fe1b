import { expect, it } from "vitest";
import { draftKey, draftsOfOthers } from "./draft";

const MINE = draftKey("usr_1", "/en-NL/products/new", "product");
const THEIRS = draftKey("usr_10", "/en-NL/products/new", "product");

it("keeps people's drafts of the same form apart", () => {
  expect(MINE).not.toBe(THEIRS);
});

it("finds the drafts of others, and of everybody when nobody is logged in", () => {
  const former = "draft:/en-NL/products/new:product"; // kept before drafts had an owner
  const keys = [MINE, THEIRS, former, "seen"];

  expect(draftsOfOthers(keys, "usr_1")).toEqual([THEIRS, former]);
  expect(draftsOfOthers(keys, "")).toEqual([MINE, THEIRS, former]);
});
