import { expect, it } from "vitest";
import { snippetOf } from "./seo";

it("shows the texts for search engines, and without them the product's own without its marks", () => {
  const own = { "texts.en.title": "Mug", "texts.en.description_html": "<p>Blue &amp; round</p>\n<p>Tea</p>" };

  expect(snippetOf(own, "en")).toEqual({ title: "Mug", description: "Blue & round Tea" });
  expect(snippetOf({ ...own, "texts.en.seo_title": "Blue mug", "texts.en.seo_description": "For tea" }, "en")).toEqual({
    title: "Blue mug",
    description: "For tea",
  });
  expect(snippetOf(own, "nl")).toEqual({ title: "", description: "" });
});

it("cuts what is too long at the end of a word", () => {
  const long = "word ".repeat(60).trim();

  const { title, description } = snippetOf({ "texts.en.title": long, "texts.en.description_html": long }, "en");

  expect([title.length <= 60, description.length <= 160]).toEqual([true, true]);
  expect([title, description].every((text) => text.endsWith("word…"))).toBe(true);
});
