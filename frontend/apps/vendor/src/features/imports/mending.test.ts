import type { ProblemView } from "@globalmarket/api";
import { expect, it } from "vitest";
import { mendable, mended } from "./mending";

function problem(more: Partial<ProblemView>): ProblemView {
  return { row: 2, column: "Variant Price", code: "", message: "", severity: "error", handle: "", value: "", ...more };
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
