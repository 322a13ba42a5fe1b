import type { AdminPage } from "@globalmarket/api";
import { titleIn } from "../products/titles";

/** A page's title in the reader's language, or else in one that it has. */
export function pageTitle({ texts, slug }: AdminPage, reader: { language: string }): { text: string; lang: string } {
  const titles = Object.fromEntries(Object.entries(texts).map(([language, { title }]) => [language, title]));
  const { text, lang } = titleIn(titles, reader);
  return { text: text || slug, lang };
}
