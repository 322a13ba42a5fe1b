import type { VendorTransaction } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Rows of the vendor's account: what came in, and what went out, with a sign. */
export async function TransactionTable({ transactions }: { transactions: VendorTransaction[] }) {
  const t = await getTranslations("money");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.transactions")}
      rows={transactions}
      rowKey={({ id }) => id}
      columns={[
        { title: t("time"), cell: ({ occurred_at }) => formatTime(occurred_at, locale.tag, region.timezone) },
        { title: t("type"), cell: ({ type }) => t(`types.${type}`) },
        {
          title: t("belongs_to"),
          cell: ({ vendor_order_id, payout_id }) => (
            <>
              {vendor_order_id && (
                <Link href={`/${locale.tag}/orders/${vendor_order_id}`} className="underline underline-offset-4">
                  {t("to_order")}
                </Link>
              )}
              {!vendor_order_id && payout_id && (
                <Link href={`/${locale.tag}/balance/payouts/${payout_id}`} className="underline underline-offset-4">
                  {t("to_payout")}
                </Link>
              )}
            </>
          ),
        },
        {
          title: t("reason"),
          cell: ({ reason }) => (
            <p className="max-w-72 whitespace-normal">
              <bdi>{reason}</bdi>
            </p>
          ),
        },
        {
          title: t("amount"),
          isNumber: true,
          cell: ({ amount }) => <bdi>{formatMoney(amount, locale.tag)}</bdi>,
        },
      ]}
    />
  );
}
