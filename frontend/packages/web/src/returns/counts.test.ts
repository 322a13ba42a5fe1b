import { expect, it } from "vitest";
import { countLines } from "./counts";

const LINES = [{ line_id: "line_1" }, { line_id: "line_2" }];

function filled(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

it("counts each line, also those of which nothing has come", () => {
  const form = filled({ "received.line_1": " 2 ", "received.line_2": "0" });

  expect(countLines(form, LINES, "received")).toEqual({
    counts: [
      { line_id: "line_1", received: 2 },
      { line_id: "line_2", received: 0 },
    ],
    fields: ["received.line_1", "received.line_2"],
    wrong: [],
  });
});

it.each(["", "-1", "1.5", "1e2", "two", "99999999999999999999"])("takes %j for no count", (typed) => {
  const form = filled({ "accepted.line_1": typed, "sellable.line_1": "1" });

  expect(countLines(form, LINES.slice(0, 1), "accepted", "sellable").wrong).toEqual(["accepted.line_1"]);
});
