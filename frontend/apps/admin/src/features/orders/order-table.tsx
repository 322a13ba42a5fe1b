import type { StaffOrderSummary } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { OrderMark, PaidMark } from "./state-mark";

/** Orders, a row each. */
export async function orderTable(
  _rows: StaffOrderSummary[],
  { listQuery }: Pick<Reader, "listQuery">,
): Promise<ListTable<StaffOrderSummary>> {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "number",
        title: t("number"),
        text: ({ number }) => number,
        cell: ({ id, number }) => (
          <Link href={pageOfRow(`/${locale.tag}/orders/${id}`, listQuery)} className="underline underline-offset-4">
            <bdi dir="ltr" className="whitespace-nowrap">
              {number}
            </bdi>
          </Link>
        ),
      },
      { key: "placed", sort: "placed_at", title: t("placed"), time: ({ placed_at }) => placed_at },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <OrderMark state={state} />,
      },
      {
        key: "payment",
        title: t("payment"),
        text: ({ payment_status }) => t(`payment_statuses.${payment_status}`),
        cell: ({ payment_status }) => <PaidMark status={payment_status} />,
      },
      {
        key: "customer",
        title: t("customer"),
        text: ({ name, country, email }) => [name, country, email].filter(Boolean).join(", "),
        cell: ({ name, email, country }) => (
          <>
            <span className="block">
              <bdi>{name}</bdi>
              {country && `, ${countryName(country, locale.language)}`}
            </span>
            <bdi dir="ltr" className="text-muted">
              {email}
            </bdi>
          </>
        ),
      },
      { key: "vendors", title: t("vendors_title"), isNumber: true, text: ({ vendor_ids }) => vendor_ids.length },
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
