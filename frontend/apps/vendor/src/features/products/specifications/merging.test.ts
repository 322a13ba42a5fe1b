import { describe, expect, test } from "vitest";
import { mergeRows } from "./merging";
import { EMPTY, type Row } from "./rows";

const wood = (text: string): Row => ({ ...EMPTY, name: { en: "Wood", nl: "Hout" }, text: { en: text } });
const width = (number: string): Row => ({ ...EMPTY, kind: "number", name: { en: "Width" }, number, unit: "cm" });

describe("mergeRows", () => {
  test("keeps what each of two people has changed in rows of their own", () => {
    const seen = [wood("Oak"), width("120")];

    const merged = mergeRows([wood("Pine"), width("120")], seen, [wood("Oak"), width("140")], "en");

    expect(merged).toEqual({ rows: [wood("Pine"), width("140")], conflicts: [] });
  });

  test("keeps what one adds and what another takes away", () => {
    const merged = mergeRows([wood("Oak"), width("120")], [wood("Oak")], [], "en");

    expect(merged).toEqual({ rows: [width("120")], conflicts: [] });
  });

  test("names a row that both have changed, and keeps the person's own", () => {
    const merged = mergeRows([wood("Pine")], [wood("Oak")], [wood("Ash")], "en");

    expect(merged).toEqual({ rows: [wood("Pine")], conflicts: [{ place: 0, theirs: wood("Ash") }] });
  });

  test("names a row that one has changed and the other taken away", () => {
    expect(mergeRows([wood("Pine")], [wood("Oak")], [], "en").conflicts).toEqual([{ place: 0, theirs: undefined }]);
    expect(mergeRows([], [wood("Oak")], [wood("Ash")], "en")).toEqual({
      rows: [wood("Ash")],
      conflicts: [{ place: 0, theirs: wood("Ash") }],
    });
  });

  test("sees no conflict where both have made the same of it", () => {
    const theirs = { ...wood("Pine"), name: { nl: "Hout", en: "Wood" } };

    expect(mergeRows([wood("Pine")], [wood("Oak")], [theirs], "en").conflicts).toEqual([]);
  });

  test("takes away what the person took away, where nobody has changed it", () => {
    expect(mergeRows([], [wood("Oak")], [wood("Oak")], "en")).toEqual({ rows: [], conflicts: [] });
  });
});
