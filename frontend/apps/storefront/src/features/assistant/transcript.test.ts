import { describe, expect, it } from "vitest";
import { numbered, saidBy } from "./transcript";

const BEFORE = [saidBy("Hello", 1), saidBy("How much is it?", 2)];

describe("what was said", () => {
  it("keeps its place where the shop counts alike", () => {
    expect(numbered(BEFORE, 2, 2)).toEqual(BEFORE);
  });

  it("has the shop's number where staff wrote meanwhile", () => {
    expect(numbered(BEFORE, 2, 4).map(({ number }) => number)).toEqual([1, 4]);
  });

  it("takes the place of what never came there", () => {
    const third = saidBy("How much is it, please?", 3);

    expect(numbered([...BEFORE, third], 3, 2).map(({ text, number }) => [text, number])).toEqual([
      ["Hello", 1],
      ["How much is it, please?", 2],
    ]);
  });

  it("stands alone in a new conversation", () => {
    expect(numbered(BEFORE, 2, 1).map(({ text, number }) => [text, number])).toEqual([["How much is it?", 1]]);
  });
});
