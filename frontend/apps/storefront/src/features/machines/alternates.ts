import "server-only";
import type { OtherRegion } from "@globalmarket/api";
import { makeLocale } from "@globalmarket/i18n";
import type { Metadata } from "next";
import { currentShop } from "@/server/shop";

type Alternates = NonNullable<Metadata["alternates"]>;

/**
 * The page's one address, and those of the same page in the region's other languages and countries. `path` is without the locale and
 * begins with a slash; the home page's is empty. The query stays out: a filtered list is a form of the page, not one of its own.
 */
export async function alternatesOf(path: string): Promise<Alternates> {
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

/** The same of a page that also has a form as Markdown: it names that one, too. */
export async function alternatesWithText(path: string): Promise<Alternates> {
  const { locale } = await currentShop();
  return { ...(await alternatesOf(path)), types: { "text/markdown": `/${locale.tag}${path}.md` } };
}

/**
 * The home page's: it alone is in every region, so it also names the shops of the other regions' countries. All of them name the same
 * address for everybody else, the first region's: `docs/decisions/0070-only-home-pages-name-other-regions.md`.
 */
export async function alternatesOfHome(): Promise<Alternates> {
  const { origin, region } = await currentShop();
  const all = [{ ...region, origin }, ...region.other_regions];
  const [first = all[0]] = all.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
  const own = await alternatesOf("");
  return {
    ...own,
    languages: {
      ...Object.fromEntries(region.other_regions.flatMap(addressesOfHome)),
      ...own.languages,
      "x-default": `${first?.origin}/${makeLocale(first?.default_language ?? "", first?.default_country ?? "").tag}`,
    },
  };
}

function addressesOfHome({ origin, languages, countries }: OtherRegion): [string, string][] {
  const locales = languages.flatMap((language) => countries.map((country) => makeLocale(language, country)));
  return locales.map(({ tag }) => [tag, `${origin}/${tag}`]);
}
