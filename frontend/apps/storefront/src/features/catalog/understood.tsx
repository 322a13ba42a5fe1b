import type { ProductList, UnderstoodPart, UnderstoodQuestion } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { X } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import type { Filters } from "./filters";

interface Props {
  path: string;
  filters: Filters;
  list: ProductList;
}

/** What was read in the question besides words, each part with a way to remove it; or what was searched for in place of all of it. */
export async function Understood({ path, filters, list }: Props) {
  const t = await getTranslations("catalog.understood");
  const format = await getFormatter();
  const { understood, left_out: leftOut } = list;
  const isMet = understood?.is_met && list.total > 0;
  const labels = understood ? await labelsOf(understood) : [];
  return (
    <>
      {understood && isMet && (
        <div className="flex flex-wrap items-center gap-2">
          {understood.text && <p className="text-muted text-sm">{t("searched_for", { text: understood.text })}</p>}
          <ul aria-label={t("label")} className="flex flex-wrap gap-2">
            {understood.parts.map((part, place) => (
              <li key={part.kind}>
                <Link
                  href={path + without(filters, part).toQuery()}
                  scroll={false}
                  className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-brand-soft px-3.5 text-sm hover:bg-line"
                >
                  <span className="sr-only">{t("remove")} </span>
                  <bdi>{labels[place]}</bdi>
                  <X aria-hidden className="size-4" />
                </Link>
              </li>
            ))}
          </ul>
          <Link
            href={path + filters.with("exact", "true").toQuery()}
            scroll={false}
            className="inline-flex min-h-9 items-center px-2 text-sm underline underline-offset-4"
          >
            {t("exact")}
          </Link>
        </div>
      )}
      {understood && !isMet && list.total > 0 && (
        <p>{t("not_met", { parts: format.list(labels), text: understood.text })}</p>
      )}
      {leftOut.length > 0 && list.total > 0 && <p>{t("left_out", { words: format.list(leftOut) })}</p>}
    </>
  );
}

/** A category's words are words to search for as well: without it, they are all that is read. */
function without(filters: Filters, part: UnderstoodPart): Filters {
  if (part.without === null) return filters.with("exact", "true");
  return part.without ? filters.with("q", part.without) : filters.without("q");
}

async function labelsOf({ parts, price_min, price_max }: UnderstoodQuestion): Promise<string[]> {
  const t = await getTranslations("catalog");
  const { locale } = await currentShop();
  const prices = [
    price_min && t("price_min", { price: formatMoney(price_min, locale.tag) }),
    price_max && t("price_max", { price: formatMoney(price_max, locale.tag) }),
  ];
  return parts.map(({ kind, label }) =>
    kind === "price" ? prices.filter(Boolean).join(" · ") : t(`understood.${kind}`, { value: label }),
  );
}
