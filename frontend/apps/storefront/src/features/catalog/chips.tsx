import type { Facet } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney, parseDecimal } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { X } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { type Filters, isSwitch } from "./filters";

interface Props {
  path: string;
  filters: Filters;
  facets: Facet[];
}

/** The filters that are set, each with a way to lift it. */
export async function Chips({ path, filters, facets }: Props) {
  const t = await getTranslations("catalog");
  const { locale, currency } = await currentShop();
  if (!filters.narrowing.length) return null;
  const label = (name: string, value: string) => {
    if (isSwitch(name)) return t(`${name}_only`, { country: countryName(locale.country, locale.language) });
    if (name === "price_min" || name === "price_max") {
      const price = parseDecimal(value, currency);
      return t(name, { price: price ? formatMoney(price, locale.tag) : value });
    }
    const facet = facets.find(({ field }) => field === name);
    return facet?.values.find((one) => one.value === value)?.label ?? value;
  };
  return (
    <ul aria-label={t("applied_filters")} className="flex flex-wrap gap-2">
      {filters.narrowing.map(([name, value]) => (
        <li key={`${name} ${value}`}>
          <Link
            href={path + filters.without(name, value).toQuery()}
            scroll={false}
            className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-brand-soft px-3.5 text-sm hover:bg-line"
          >
            <span className="sr-only">{t("lift_filter")} </span>
            {label(name, value)}
            <X aria-hidden className="size-4" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={path + filters.withoutNarrowing().toQuery()}
          scroll={false}
          className="inline-flex min-h-9 items-center px-2 text-sm underline underline-offset-4"
        >
          {t("lift_all")}
        </Link>
      </li>
    </ul>
  );
}
