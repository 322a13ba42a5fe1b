import type { VendorTransaction } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Rows of the vendor's account: what came in, and what went out, with a sign. */
export async function transactionTable(): Promise<ListTable<VendorTransaction>> {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  return {
    caption: t("parts.transactions"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "time", title: t("time"), time: ({ occurred_at }) => occurred_at },
      { key: "type", title: t("type"), text: ({ type }) => t(`types.${type}`) },
      {
        key: "belongs_to",
        title: t("belongs_to"),
        text: ({ vendor_order_id, payout_id }) => vendor_order_id || payout_id,
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
        key: "reason",
        title: t("reason"),
        text: ({ reason }) => reason,
        cell: ({ reason }) => (
          <p className="max-w-72 whitespace-normal">
            <bdi>{reason}</bdi>
          </p>
        ),
      },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
}
