import "server-only";
import { makeLocale } from "@globalmarket/i18n";
import type { Metadata } from "next";
import { currentShop } from "@/server/shop";

/**
 * The page's one address, and those of the same page in the region's other languages and countries. `path` is without the locale and
 * begins with a slash; the home page's is empty. The query stays out: a filtered list is a form of the page, not one of its own.
 */
export async function alternatesOf(path: string): Promise<NonNullable<Metadata["alternates"]>> {
  const { region, locale } = await currentShop();
  const locales = region.languages.flatMap((language) =>
    region.countries.map((country) => makeLocale(language, country)),
  );
  const fallback = makeLocale(region.default_language, region.default_country);
  return {
    canonical: `/${locale.tag}${path}`,
    languages: {
      ...Object.fromEntries(locales.map(({ tag }) => [tag, `/${tag}${path}`])),
      "x-default": `/${fallback.tag}${path}`,
    },
  };
}
