import { expect, it } from "vitest";
import { boxValue, readChosen } from "./chosen";

const CUP = { id: "prod_01KB0000000000000000000000", title: "Cup, large" };
const BOWL = { id: "prod_01KB0000000000000000000001", title: "" };

it("reads what the boxes say, each once", () => {
  const chosen = readChosen([boxValue(CUP), boxValue(BOWL), boxValue(CUP)]);

  expect(chosen).toEqual([CUP, { ...BOWL, title: BOWL.id }]);
});

it("leaves out what names no product", () => {
  expect(readChosen(["", "prod_1 Cup", "ven_01KB0000000000000000000000 Shop"])).toEqual([]);
});
