import { describe, expect, it } from "vitest";
import { MOST_SEEN, readSeen, withSeen } from "./seen-list";

describe("the products seen last", () => {
  it("begin with the newest, each once", () => {
    expect(withSeen(["mug", "lamp"], "lamp")).toEqual(["lamp", "mug"]);
  });

  it("are not more than the list holds", () => {
    const many = Array.from({ length: MOST_SEEN }, (_, place) => `product-${place}`);

    expect(withSeen(many, "newest")).toHaveLength(MOST_SEEN);
    expect(withSeen(many, "newest")).not.toContain(many.at(-1));
  });

  it.each([null, "", "{", "7", '{"a":1}', '[1, null, "a/b", "a b"]'])("are none where %s is stored", (stored) => {
    expect(readSeen(stored)).toEqual([]);
  });

  it("may have names in any script", () => {
    expect(readSeen('["دلة-برق"]')).toEqual(["دلة-برق"]);
  });
});
