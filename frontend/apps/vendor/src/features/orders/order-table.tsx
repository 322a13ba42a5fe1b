import type { VendorOrderSummary } from "@globalmarket/api";
import { countryName, formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { StateMark } from "./state-mark";

/** Orders, a row each, with the way to each one's page. */
export async function OrderTable({ orders, caption }: { orders: VendorOrderSummary[]; caption: string }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={caption}
      rows={orders}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("number"),
          cell: ({ id, number }) => (
            <Link href={`/${locale.tag}/orders/${id}`} className="underline underline-offset-4">
              <bdi dir="ltr">{number}</bdi>
            </Link>
          ),
        },
        { title: t("placed"), cell: ({ created_at }) => formatTime(created_at, locale.tag, region.timezone) },
        { title: t("state"), cell: ({ state }) => <StateMark state={state} /> },
        {
          title: t("customer"),
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
        { title: t("units_title"), isNumber: true, cell: ({ item_count }) => item_count },
        {
          title: t("total"),
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
      ]}
    />
  );
}
