import { expect, it } from "vitest";
import { boxValue, idsOf, readChosen } from "./boxes";

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
