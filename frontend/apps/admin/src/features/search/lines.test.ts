import { expect, it } from "vitest";
import { groupsIn, pinLines, pinsIn, synonymLines } from "./lines";

const GROUPS = [
  { language: "en", words: ["couch", "sofa"], means: [] },
  { language: "en", words: ["tv"], means: ["television", "screen"] },
  { language: "ar", words: ["كنبة", "أريكة"], means: [] },
];
const PINS = [{ query: "tea: green", product_ids: ["prod_1", "prod_2"] }];

it("writes the synonyms of a language as lines, and reads them back", () => {
  expect(synonymLines(GROUPS, "en")).toBe("couch, sofa\ntv => television, screen");
  expect(groupsIn(synonymLines(GROUPS, "en"), "en")).toEqual(GROUPS.slice(0, 2));
  expect(groupsIn("كنبة، أريكة\n\n", "ar")).toEqual(GROUPS.slice(2));
});

it("writes pins as lines, and reads them back, whatever the query has in it", () => {
  expect(pinLines(PINS)).toBe("tea: green: prod_1, prod_2");
  expect(pinsIn(pinLines(PINS))).toEqual(PINS);
  expect(pinsIn("prod_1")).toEqual([{ query: "", product_ids: ["prod_1"] }]);
});
