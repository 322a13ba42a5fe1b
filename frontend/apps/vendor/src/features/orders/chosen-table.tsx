import type { VendorOrderSummary } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { StateMark } from "./state-mark";

/** The chosen orders, a row each. */
export async function ChosenTable({ orders }: { orders: VendorOrderSummary[] }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("chosen_title")}
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
        { title: t("customer"), cell: ({ name }) => <bdi>{name || "–"}</bdi> },
        { title: t("units_title"), isNumber: true, cell: ({ item_count }) => item_count },
      ]}
    />
  );
}
