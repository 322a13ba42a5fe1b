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

it("writes what it reads", () => {
  const rows = [
    ["a,b", 'c"d'],
    ["two\nlines", "plain"],
  ];

  expect(parseTable(writeTable(rows))).toEqual(rows);
});

it.each(["=SUM(A1)", "+31 20 123", "@x", "\t=1", " =1", "\uff1d1", "a;=1"])("makes text of %j", (text) => {
  expect(writeTable([[text]])).toContain("'");
});

it("leaves numbers as they are", () => {
  expect(writeTable([["-12.50", "7"]])).toBe("\uFEFF-12.50,7\r\n");
});
