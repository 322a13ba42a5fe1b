import type { VendorOrderSummary } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { CHOSEN_FORM } from "./bulk-forms";
import { StateMark } from "./state-mark";

/** Orders, a row each, with the way to each one's page. */
export async function orderTable(
  _rows: VendorOrderSummary[],
  { listQuery, person }: Pick<Reader, "listQuery"> & Partial<Reader>,
): Promise<ListTable<VendorOrderSummary>> {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const canChoose = person && mayDo(person, "fulfil");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "number",
        title: t("number"),
        text: ({ number }) => number,
        cell: ({ id, number }) => (
          <div className="flex items-center gap-3">
            {canChoose && (
              <input
                type="checkbox"
                form={CHOSEN_FORM}
                name="order"
                value={id}
                aria-label={t("choose", { number })}
                className="size-5 shrink-0 accent-brand"
              />
            )}
            <Link href={pageOfRow(`/${locale.tag}/orders/${id}`, listQuery)} className="underline underline-offset-4">
              <bdi dir="ltr">{number}</bdi>
            </Link>
          </div>
        ),
      },
      { key: "placed", sort: "placed_at", title: t("placed"), time: ({ created_at }) => created_at },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <StateMark state={state} />,
      },
      {
        key: "customer",
        title: t("customer"),
        text: ({ name, city, country }) => [name, city, country].filter(Boolean).join(", "),
        cell: ({ name, city, country }) => (
          <>
            <span className="block">
              <bdi>{name}</bdi>
            </span>
            <span className="text-muted">
              <bdi>{city}</bdi>, {countryName(country, locale.language)}
            </span>
          </>
        ),
      },
      { key: "units", title: t("units_title"), isNumber: true, text: ({ item_count }) => item_count },
      {
        key: "total",
        sort: "total",
        title: t("total"),
        amount: ({ total }) => total,
        isNumber: true,
        cell: ({ total, refunded }) => (
          <>
            <span className="block">{formatMoney(total, locale.tag)}</span>
            {refunded.minor > 0 && (
              <span className="text-muted">{t("refunded", { amount: formatMoney(refunded, locale.tag) })}</span>
            )}
          </>
        ),
      },
    ],
  };
}
