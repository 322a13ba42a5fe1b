import { Refused } from "@globalmarket/api";
import { expect, it } from "vitest";
import { fromCursor, type Place } from "./paging";

/** A list of two pages, whose second begins at "two"; any other cursor is answered with `status`. */
function reading(status = 422) {
  const asked: Place[] = [];
  const read = async (at: Place) => {
    asked.push(at);
    const { cursor } = at;
    if (cursor && cursor !== "two") throw new Refused({ status, code: "refused" } as Refused["problem"], null);
    return cursor ?? "one";
  };
  return { asked, read };
}

it("reads the page of the cursor, and the first one without a cursor", async () => {
  const { read } = reading();

  expect(await fromCursor({ cursor: "two" }, read)).toBe("two");
  expect(await fromCursor({}, read)).toBe("one");
  expect(await fromCursor({ cursor: "" }, read)).toBe("one");
});

it("reads the first page, of the same size, where the cursor is refused", async () => {
  const { asked, read } = reading();

  expect(await fromCursor({ cursor: "x", limit: 100 }, read)).toBe("one");
  expect(asked).toEqual([{ cursor: "x", limit: 100 }, { limit: 100 }]);
});

it("fails where a file reads on from a cursor that is refused, and never asks for the first page again", async () => {
  const { asked, read } = reading();

  await expect(fromCursor({ cursor: "x", limit: 100, readsOn: true }, read)).rejects.toThrow("422");
  expect(asked).toEqual([{ cursor: "x", limit: 100 }]);
});

it("passes on what has nothing to do with the cursor", async () => {
  const { read } = reading(403);

  await expect(fromCursor({ cursor: "x" }, read)).rejects.toThrow("403");
});
