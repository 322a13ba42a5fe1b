import { Refused } from "@globalmarket/api";
import { expect, it } from "vitest";
import { fromCursor } from "./paging";

/** A list of two pages, whose second begins at "two"; any other cursor is answered with `status`. */
function reading(status = 422) {
  const asked: (string | undefined)[] = [];
  const read = async ({ cursor }: { cursor?: string }) => {
    asked.push(cursor);
    if (cursor && cursor !== "two") throw new Refused({ status, code: "refused" } as Refused["problem"], null);
    return cursor ?? "one";
  };
  return { asked, read };
}

it("reads the page of the cursor, and the first one without a cursor", async () => {
  const { read } = reading();

  expect(await fromCursor("two", read)).toBe("two");
  expect(await fromCursor(undefined, read)).toBe("one");
  expect(await fromCursor("", read)).toBe("one");
});

it("reads the first page where the cursor is refused", async () => {
  const { asked, read } = reading();

  expect(await fromCursor("x", read)).toBe("one");
  expect(asked).toEqual(["x", undefined]);
});

it("passes on what has nothing to do with the cursor", async () => {
  const { read } = reading(403);

  await expect(fromCursor("x", read)).rejects.toThrow("403");
});
