import { describe, expect, test } from "vitest";
import { completed, EMPTY, type Row, requestOf, rowsFrom } from "./rows";

function sent(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

describe("rowsFrom", () => {
  test("reads each kind, and leaves out rows without a value", () => {
    const form = sent({
      "spec.0.kind": "choice",
      "spec.0.name.en": "Wood",
      "spec.0.text.en": "",
      "spec.0.number": "7",
      "spec.1.kind": "number",
      "spec.1.name.en": "Width",
      "spec.1.number": "120,5",
      "spec.1.unit": " cm ",
      "spec.1.text.en": "left over from another kind",
      "spec.12.kind": "yes_no",
      "spec.12.name.nl": "Inklapbaar",
      "spec.12.is_so": "no",
    });

    const rows = rowsFrom(form, ["en", "nl"]);

    expect(rows.map(requestOf)).toEqual([
      { kind: "number", name: { en: "Width" }, number: "120.5", unit: "cm" },
      { kind: "yes_no", name: { nl: "Inklapbaar" }, is_so: false },
    ]);
  });

  test.each([
    ["١٢٫٥", "12.5"],
    ["-5", "-5"],
    ["about 5", "about 5"],
    ["1.000,5", "1.000,5"],
    ["1,250", "1,250"],
    ["0,250", "0.250"],
  ])("reads %s as %s", (text, number) => {
    const form = sent({ "spec.0.kind": "number", "spec.0.number": text });

    expect(rowsFrom(form, [])[0]?.number).toBe(number);
  });
});

describe("completed", () => {
  const wood = {
    name: { en: "Wood", nl: "Hout" },
    kind: "choice" as const,
    units: [],
    values: [{ en: "Oak", nl: "Eiken" }],
    product_count: 2,
  };
  const typed: Row = { ...EMPTY, name: { en: "wood" }, text: { en: "oak" } };

  test("adds the languages in which others say it, and leaves what was typed", () => {
    expect(completed(typed, [wood])).toEqual({
      ...typed,
      name: { en: "wood", nl: "Hout" },
      text: { en: "oak", nl: "Eiken" },
    });
  });

  test("adds nothing to what nobody else says", () => {
    const own = { ...typed, name: { en: "Finish" } };

    expect(completed(own, [wood])).toEqual(own);
    expect(completed({ ...typed, text: { en: "Ash" } }, [wood]).text).toEqual({ en: "Ash" });
  });
});
