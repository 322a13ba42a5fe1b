import { expect, it } from "vitest";
import { readViews, removeView, saveView, viewsKey } from "./views";

const LATE = { name: "Late", query: "?state=new" };

it("keeps views in the order of their making, one to a name", () => {
  const stored = saveView([LATE, { name: "All", query: "" }], { name: "Late", query: "?state=new&q=a" });

  expect(readViews(stored)).toEqual([
    { name: "All", query: "" },
    { name: "Late", query: "?state=new&q=a" },
  ]);
  expect(readViews(removeView(readViews(stored), "Late"))).toEqual([{ name: "All", query: "" }]);
});

it.each(["", "{", "3", "[null]", '[{"name":"x","query":"//evil.example"}]'])("reads no view in %j", (stored) => {
  expect(readViews(stored)).toEqual([]);
});

it("forgets the oldest of too many", () => {
  const many = Array.from({ length: 30 }, (_, place) => ({ name: String(place), query: "" }));

  expect(readViews(saveView(many, LATE))).toHaveLength(30);
  expect(readViews(saveView(many, LATE)).at(-1)).toEqual(LATE);
});

it("has one place for a list in all languages", () => {
  expect(viewsKey("/en-NL/payouts/all")).toBe("views:/payouts/all");
});
