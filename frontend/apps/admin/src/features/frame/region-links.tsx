import { makeLocale } from "@globalmarket/i18n";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { panelOrigin } from "./panel-origin";

/** The panels of the other regions. Each has its own host, log-in and data: a link leaves this region. */
export async function RegionLinks() {
  const t = await getTranslations("frame");
  const { region, locale, origin } = await currentSite();
  if (!region.other_regions.length) return null;
  return (
    <nav aria-label={t("regions")} className="flex flex-wrap items-center gap-x-3">
      <span aria-current="true" className="rounded-full bg-brand-soft px-3 py-1 font-medium">
        <bdi>{region.name}</bdi>
      </span>
      {region.other_regions.map((other) => {
        const language = other.languages.includes(locale.language) ? locale.language : other.default_language;
        const { tag } = makeLocale(language, other.default_country);
        return (
          <a key={other.slug} href={`${panelOrigin(other.origin, origin)}/${tag}`} className="py-2 hover:underline">
            <bdi>{other.name}</bdi>
          </a>
        );
      })}
    </nav>
  );
}
