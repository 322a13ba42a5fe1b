import { expect, it } from "vitest";
import { parseTable, writeTable } from "./table";

it.each([
  [
    "sku,units\r\nA-1,5\r\n",
    [
      ["sku", "units"],
      ["A-1", "5"],
    ],
  ],
  [
    "\uFEFFsku;units\nA-1;5",
    [
      ["sku", "units"],
      ["A-1", "5"],
    ],
  ],
  [
    "a\tb\n1\t2\n\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ['"a ""b"", c","d\ne"\n', [['a "b", c', "d\ne"]]],
  ["", []],
])("reads %j", (text, rows) => {
  expect(parseTable(text)).toEqual(rows);
});

it("writes what it reads, and no formula", () => {
  const rows = [
    ["a,b", 'c"d'],
    ["two\nlines", "plain"],
  ];

  expect(parseTable(writeTable(rows))).toEqual(rows);
  expect(writeTable([["=SUM(A1)"]])).toContain("'=SUM(A1)");
});
