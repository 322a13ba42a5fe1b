import { expect, it } from "vitest";
import { basisPoints, planFields, planFrom } from "./commission";

const PLAN = {
  percent_bp: 1250,
  fixed: { EUR: 30 },
  floor: {},
  cap: { KWD: 5500 },
  category_overrides: { cat_1: 800 },
};

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

it("reads back what it has written", () => {
  const fields = planFields(PLAN, ["EUR", "KWD"]);

  expect(fields).toMatchObject({
    percent: "12.5",
    "fixed.EUR": "0.30",
    "fixed.KWD": "",
    "cap.KWD": "5.500",
    "category.cat_1": "8",
  });
  expect(planFrom(formOf(fields), ["EUR", "KWD"])).toMatchObject({ terms: PLAN, wrong: [] });
});

it("names each field that holds no number", () => {
  const { wrong } = planFrom(formOf({ percent: "", "fixed.EUR": "a lot", "cap.EUR": "1.234" }), ["EUR"]);

  expect(wrong).toEqual(["percent", "fixed.EUR", "cap.EUR"]);
});

it("drops a category whose percentage was emptied, and adds the one that was chosen", () => {
  const { terms } = planFrom(
    formOf({ percent: "10", "category.cat_1": "", new_category: "cat_2", new_percent: "7.5" }),
    [],
  );

  expect(terms.category_overrides).toEqual({ cat_2: 750 });
});

it("adds no percentage without a category", () => {
  const { terms, wrong } = planFrom(formOf({ percent: "10", new_category: "", new_percent: "7" }), []);

  expect([terms.category_overrides, wrong]).toEqual([{}, []]);
});

it.each(["", "x"])("refuses the percentage %j of the category that was chosen", (new_percent) => {
  const { terms, wrong } = planFrom(formOf({ percent: "10", new_category: "cat_2", new_percent }), []);

  expect([terms.category_overrides, wrong]).toEqual([{}, ["new_percent"]]);
});

it("refuses a comma that may part thousands", () => {
  expect(planFrom(formOf({ percent: "10", "cap.KWD": "1,250" }), ["KWD"]).wrong).toEqual(["cap.KWD"]);
});

it("takes a comma as well as a point", () => {
  expect(planFrom(formOf({ percent: "12,5", "fixed.EUR": "0,30" }), ["EUR"]).terms).toMatchObject({
    percent_bp: 1250,
    fixed: { EUR: 30 },
  });
});

it.each([
  ["0", 0],
  ["100", 10_000],
  ["7.05", 705],
  ["100.01", null],
  ["12.345", null],
  ["-1", null],
  ["ten", null],
])("of the percentage %s makes %s basis points", (text, points) => {
  expect(basisPoints(text)).toBe(points);
});
