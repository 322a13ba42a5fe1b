import { expect, it } from "vitest";
import { titleIn } from "./titles";

it("takes the reader's language, else English, else what there is", () => {
  const titles = { nl: "Mok", en: "Mug" };

  expect(titleIn(titles, { language: "nl" })).toEqual({ text: "Mok", lang: "nl" });
  expect(titleIn(titles, { language: "ar" })).toEqual({ text: "Mug", lang: "en" });
  expect(titleIn({ de: "Becher" }, { language: "ar" })).toEqual({ text: "Becher", lang: "de" });
  expect(titleIn({}, { language: "en" })).toEqual({ text: "", lang: "" });
});
