import { expect, it } from "vitest";
import { combinations, labelOf, readOptions, signatureOf, valuesIn, valuesText } from "./options";

it("reads options whose values are parted by commas of any script, each value once", () => {
  const options = readOptions({
    "option.0.name": " Size ",
    "option.0.values": "S, M,, m ,L",
    "option.1.name": "لون",
    "option.1.values": "أزرق، أحمر",
    "option.2.name": "Nothing",
    "option.2.values": " ",
  });

  expect(options).toEqual([
    { name: "Size", values: ["S", "M", "L"] },
    { name: "لون", values: ["أزرق", "أحمر"] },
  ]);
});

it.each([[["S", "M"]], [["Red, blue"]], [["Red, blue", "Black"]], [["أزرق، أحمر"]]])(
  "reads %j as it writes them",
  (values) => {
    expect(valuesIn(valuesText(values))).toEqual(values);
  },
);

it("makes each variant there can be, in order, and one without options", () => {
  const options = readOptions({ "option.0.values": "S,M", "option.1.values": "Red,Blue" });

  expect(combinations(options).map((chosen) => labelOf(options, chosen))).toEqual([
    "S / Red",
    "S / Blue",
    "M / Red",
    "M / Blue",
  ]);
  expect(combinations([])).toEqual([[]]);
});

it("tells options apart that make other variants", () => {
  const of = (values: string) => signatureOf(readOptions({ "option.0.values": values }));

  expect(of("S,M")).toBe(of("S, M"));
  expect(of("S,M")).not.toBe(of("M,S"));
});
