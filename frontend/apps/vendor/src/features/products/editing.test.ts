import type { VendorProduct } from "@globalmarket/api";
import { expect, it } from "vitest";
import { countriesFrom, fieldsOf, textsFrom } from "./editing";

const TEXT = { title: "Mug", description_html: "<p>Blue</p>", seo_title: "", seo_description: "" };

const PRODUCT = {
  brand: "Alma",
  category_id: null,
  tags: ["summer", "blue"],
  tax_class: "standard",
  texts: { en: TEXT, de: { ...TEXT, title: "Becher" } },
  variants: [],
} as unknown as VendorProduct;

it("shows a product in fields, empty where nothing is written", () => {
  const fields = fieldsOf(PRODUCT, ["en", "nl"]);

  expect(fields).toMatchObject({ category_id: "", tags: "summer, blue", tax_class: "standard" });
  expect(fields).toMatchObject({ brand: "Alma", "texts.en.title": "Mug", "texts.nl.title": "" });
});

it("takes a language away whose texts are all empty, and leaves out one that never was", () => {
  const typed = fieldsOf(PRODUCT, ["en", "nl"]);

  expect(textsFrom(typed, PRODUCT, ["en", "de", "nl"])).toEqual({ en: TEXT, de: null });
});

it("takes the ticked countries, and keeps those that the form has no box for", () => {
  const form = new FormData();
  form.set("country.NL", "on");

  expect(countriesFrom(form, { countries: ["BE", "CH"] }, ["NL", "BE"])).toEqual(["NL", "CH"]);
  expect(countriesFrom(new FormData(), { countries: ["NL"] }, ["NL"])).toEqual([]);
});
