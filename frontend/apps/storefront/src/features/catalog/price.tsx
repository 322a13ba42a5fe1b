import { formatMoney, type Money, reduction } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

interface Props {
  price: Money | null;
  compareAt?: Money | null;
  /** Other variants cost more. */
  varies?: boolean;
  size?: "card" | "page";
}

/** A price, with the earlier one where it was reduced. Both are named for those who do not see the line through it. */
export async function Price({ price, compareAt, varies = false, size = "card" }: Props) {
  const t = await getTranslations("catalog");
  const { locale } = await currentShop();
  if (!price) return <span className="text-muted">{t("not_sold_here")}</span>;
  const amount = formatMoney(price, locale.tag);
  const percent = compareAt ? reduction(price, compareAt) : null;
  const figure = size === "page" ? "text-3xl" : "text-base";
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span className={`font-semibold tabular-nums ${figure} ${percent ? "text-sale" : ""}`}>
        {percent && <span className="sr-only">{t("price_now")} </span>}
        {varies ? t("price_from", { price: amount }) : amount}
      </span>
      {percent && compareAt && (
        <>
          <span className="sr-only">{t("price_before")} </span>
          <s className="text-muted text-sm tabular-nums">{formatMoney(compareAt, locale.tag)}</s>
        </>
      )}
    </span>
  );
}
