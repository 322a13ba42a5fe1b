import type { ProblemView } from "@globalmarket/api";
import { expect, it } from "vitest";
import { hasLines, hasLongOnes, mendable, mended } from "./mending";

function problem(more: Partial<ProblemView>): ProblemView {
  return {
    row: 2,
    column: "Variant Price",
    code: "",
    message: "",
    severity: "error",
    handle: "",
    value: "",
    is_value_cut: false,
    ...more,
  };
}

it("offers each faulty cell once, and neither notices nor what has no column", () => {
  const offered = mendable([
    problem({ code: "one" }),
    problem({ code: "two" }),
    problem({ row: 3 }),
    problem({ row: 4, severity: "notice" }),
    problem({ row: 5, column: "" }),
  ]);

  expect(offered.map(({ row, column }) => [row, column])).toEqual([
    [2, "Variant Price"],
    [3, "Variant Price"],
  ]);
});

it("sends only the cells that were changed", () => {
  const form = new FormData();
  const typed = { "row.0": "2", "column.0": "Variant Price", "was.0": "cheap", "cell.0": "19.99" };
  const left = { "row.1": "3", "column.1": "Title", "was.1": "Lamp", "cell.1": "Lamp" };
  for (const [name, value] of Object.entries({ ...typed, ...left })) form.set(name, value);

  expect(mended(form)).toEqual([{ row: 2, column: "Variant Price", value: "19.99" }]);
});

it("leaves out a cell that is too long to be shown whole, and says that there is one", () => {
  const long = problem({ row: 3, value: "x".repeat(500), is_value_cut: true });

  expect(mendable([problem({}), long]).map(({ row }) => row)).toEqual([2]);
  expect([hasLongOnes([problem({})]), hasLongOnes([problem({}), long])]).toEqual([false, true]);
});

it("does not take a browser's line breaks for a change", () => {
  const form = new FormData();
  const left = { "row.0": "2", "column.0": "Body (HTML)", "was.0": "one\r\ntwo", "cell.0": "one\r\ntwo" };
  const plain = { "row.1": "3", "column.1": "Body (HTML)", "was.1": "one\ntwo", "cell.1": "one\r\ntwo" };
  const typed = { "row.2": "4", "column.2": "Body (HTML)", "was.2": "one\r\ntwo", "cell.2": "one\r\nthree" };
  for (const [name, value] of Object.entries({ ...left, ...plain, ...typed })) form.set(name, value);

  expect(mended(form)).toEqual([{ row: 4, column: "Body (HTML)", value: "one\nthree" }]);
  expect([hasLines("one"), hasLines("one\ntwo"), hasLines("one\rtwo")]).toEqual([false, true, true]);
});
