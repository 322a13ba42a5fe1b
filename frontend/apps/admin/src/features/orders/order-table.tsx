import type { StaffOrderSummary } from "@globalmarket/api";
import { countryName, formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { OrderMark, PaidMark } from "./state-mark";

interface Props {
  orders: StaffOrderSummary[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Orders, a row each. */
export async function OrderTable({ orders, listQuery }: Props) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={orders}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("number"),
          cell: ({ id, number }) => (
            <Link href={pageOfRow(`/${locale.tag}/orders/${id}`, listQuery)} className="underline underline-offset-4">
              <bdi dir="ltr">{number}</bdi>
            </Link>
          ),
        },
        { title: t("placed"), cell: ({ placed_at }) => formatTime(placed_at, locale.tag, region.timezone) },
        { title: t("state"), cell: ({ state }) => <OrderMark state={state} /> },
        { title: t("payment"), cell: ({ payment_status }) => <PaidMark status={payment_status} /> },
        {
          title: t("customer"),
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
        { title: t("vendors_title"), isNumber: true, cell: ({ vendor_ids }) => vendor_ids.length },
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
