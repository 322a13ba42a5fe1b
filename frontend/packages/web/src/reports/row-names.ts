import type { AnalyticsReport, AnalyticsRow } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { getTranslations } from "next-intl/server";
import { currentSite } from "../server/site";

/** What a row is of, as people call it: a time of the region, a product, a country. */
export async function rowNamer({ interval }: AnalyticsReport): Promise<(row: AnalyticsRow) => string> {
  const t = await getTranslations("reports");
  const { locale, region } = await currentSite();
  const format = new Intl.DateTimeFormat(locale.tag, { ...FORMATS[interval ?? "day"], timeZone: region.timezone });
  const valueName = (dimension: string, value: string) => {
    if (dimension === "country") return countryName(value, locale.language);
    if (dimension === "query" && !value) return t("rare_searches");
    return dimension === "reason" && t.has(`reasons.${value}`) ? t(`reasons.${value}`) : value;
  };
  return ({ starts_at: startsAt, dimensions, names }) => {
    const parts = Object.entries(dimensions).map(([one, value]) => names[one] ?? valueName(one, value));
    return [...(startsAt ? [format.format(new Date(startsAt))] : []), ...parts].join(" · ") || t("all_rows");
  };
}

const FORMATS: Record<string, Intl.DateTimeFormatOptions> = {
  hour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "short", year: "numeric" },
};
