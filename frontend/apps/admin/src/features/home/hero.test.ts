import { expect, it } from "vitest";
import { heroNames, typedHeroTexts } from "./hero";

it("sends every language in which anything is filled in, so that none is dropped for want of a title", () => {
  const form = new FormData();
  form.set("hero.title.en", "Welcome");
  form.set("hero.text.nl", "Alles voor thuis");
  form.set("hero.label.de", " ");

  expect(typedHeroTexts(form, ["en", "nl", "de"])).toEqual({
    en: { title: "Welcome", text: "", link_label: "" },
    nl: { title: "", text: "Alles voor thuis", link_label: "" },
  });
  expect(heroNames(["en", "nl"])).toMatchObject({
    "hero.texts.nl.title": "hero.title.nl",
    "hero.texts.en.link_label": "hero.label.en",
    "hero.texts": "hero.title.en",
  });
});
