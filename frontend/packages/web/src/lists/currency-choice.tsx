import { getTranslations } from "next-intl/server";
import { Link } from "../frame/link";
import { currentSite } from "../server/site";
import { writeFilters } from "./filters";

interface Props {
  /** The list's address without filters. */
  here: string;
  /** Filters, columns and order, without the currency. */
  query: Record<string, string | undefined>;
  /** The region's default one where it is undefined. */
  chosen: string | undefined;
}

/** Says in which one currency an ordered list compares amounts, and leads to the others. Nothing where the region has one alone. */
export async function CurrencyChoice({ here, query, chosen }: Props) {
  const t = await getTranslations("lists");
  const { region } = await currentSite();
  const { currencies, default_currency } = region;
  if (currencies.length < 2) return null;
  const shown = chosen ?? default_currency;
  return (
    <p className="flex flex-wrap items-center gap-x-4 text-sm">
      <span>{t("one_currency", { currency: shown })}</span>
      {currencies
        .filter(({ code }) => code !== shown)
        .map(({ code }) => (
          <Link
            key={code}
            href={here + writeFilters({ ...query, currency: code })}
            className="inline-flex min-h-11 items-center underline underline-offset-4"
          >
            {t("in_currency", { currency: code })}
          </Link>
        ))}
    </p>
  );
}
