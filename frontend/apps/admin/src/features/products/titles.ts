/** A product's title in the reader's language, else in English, else in any; with the language that it is in. */
export function titleIn(titles: Record<string, string>, reader: { language: string }): { text: string; lang: string } {
  const lang = [reader.language, "en", ...Object.keys(titles)].find((language) => titles[language]) ?? "";
  return { text: titles[lang] ?? "", lang };
}
