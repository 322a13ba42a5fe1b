export interface TypedHeroText {
  title: string;
  text: string;
  link_label: string;
}

/** The form's name of each of a banner's texts, by the API's. */
const NAMES = { title: "hero.title", text: "hero.text", link_label: "hero.label" } as const;
const KEYS = Object.keys(NAMES) as (keyof typeof NAMES)[];

/** A banner's texts by language. One of which nothing is filled in has none; one without a title is sent as it is, for the API to say so. */
export function typedHeroTexts(form: FormData, languages: readonly string[]): Record<string, TypedHeroText> {
  const typed = languages.map((language) => {
    const text = (key: keyof typeof NAMES) => String(form.get(`${NAMES[key]}.${language}`) ?? "").trim();
    return [language, { title: text("title"), text: text("text"), link_label: text("link_label") }] as const;
  });
  return Object.fromEntries(typed.filter(([, written]) => KEYS.some((key) => written[key])));
}

/** The form's names of a banner's fields, by the API's. */
export function heroNames(languages: readonly string[]): Record<string, string> {
  const names = languages.flatMap((language) =>
    KEYS.map((key) => [`hero.texts.${language}.${key}`, `${NAMES[key]}.${language}`]),
  );
  return {
    "hero.texts": `${NAMES.title}.${languages[0]}`,
    "hero.product_slug": "hero.product",
    ...Object.fromEntries(names),
  };
}
