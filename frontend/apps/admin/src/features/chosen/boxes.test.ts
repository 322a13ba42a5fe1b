import { expect, it } from "vitest";
import { boxesOf, boxValue, idsOf, readChosen, rowsOf } from "./boxes";

const CUP = { id: "prod_01KB0000000000000000000000", name: "Cup, large" };
const BOWL = { id: "prod_01KB0000000000000000000001", name: "" };
const PRODUCTS = idsOf("prod");

it("reads what the boxes say, each once", () => {
  const chosen = readChosen([boxValue(CUP), boxValue(BOWL), boxValue(CUP)], PRODUCTS);

  expect(chosen).toEqual([CUP, { ...BOWL, name: BOWL.id }]);
});

it("leaves out what is no row of the list", () => {
  const values = ["", "prod_1 Cup", "ven_01KB0000000000000000000000 Shop", `${CUP.id}:3 Cup`];

  expect(readChosen(values, PRODUCTS)).toEqual([]);
});

it("reads the version of rows that are edited", () => {
  const row = { id: "sdf_01KB0000000000000000000000:12", name: "A fee" };

  expect(readChosen([boxValue(row)], idsOf("sdf", { withVersion: true }))).toEqual([row]);
});

function form(...entries: [string, string][]): FormData {
  const made = new FormData();
  for (const [name, value] of entries) made.append(name, value);
  return made;
}

it("is about what is ticked in the list until it has asked, and then about its own boxes alone", () => {
  const inList: [string, string] = ["chosen", boxValue(CUP)];
  const { name, options } = boxesOf("Rows", [CUP, { ...BOWL, name: "Bowl" }]);
  const yes: [string, string] = ["confirmed", "a yes"];
  const bowl = { id: BOWL.id, name: "Bowl" };

  expect(rowsOf(form(inList), PRODUCTS)).toEqual([CUP]);
  expect(rowsOf(form(yes, inList, [name, options[1]?.value ?? ""]), PRODUCTS)).toEqual([bowl]);
});

it("is about nothing once all that it asked about is unticked", () => {
  expect(rowsOf(form(["confirmed", "a yes"], ["chosen", boxValue(CUP)]), PRODUCTS)).toEqual([]);
});
