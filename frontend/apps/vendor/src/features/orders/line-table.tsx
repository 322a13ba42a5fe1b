import type { VendorOrderDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { earnings, fee } from "./amounts";

/** What was ordered, what became of it, and what each line brings. */
export async function LineTable({ order }: { order: VendorOrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  return (
    <DataTable
      caption={t("lines")}
      rows={order.lines}
      rowKey={({ line_id }) => line_id}
      columns={[
        {
          title: t("product"),
          cell: ({ title, option_text, sku }) => (
            <div className="max-w-72 whitespace-normal">
              <p>
                <bdi>{title}</bdi>
              </p>
              {option_text && (
                <p className="font-normal text-muted">
                  <bdi>{option_text}</bdi>
                </p>
              )}
              <p className="font-normal text-muted">
                <bdi dir="ltr">{sku}</bdi>
              </p>
            </div>
          ),
        },
        { title: t("ordered"), isNumber: true, cell: ({ quantity }) => quantity },
        { title: t("sent"), isNumber: true, cell: ({ shipped }) => shipped },
        { title: t("canceled"), isNumber: true, cell: ({ canceled }) => canceled },
        { title: t("unit_price"), isNumber: true, cell: ({ unit_price }) => formatMoney(unit_price, locale.tag) },
        { title: t("total"), isNumber: true, cell: ({ total }) => formatMoney(total, locale.tag) },
        { title: t("commission"), isNumber: true, cell: (line) => formatMoney(fee(line), locale.tag) },
        { title: t("earnings"), isNumber: true, cell: (line) => formatMoney(earnings(line), locale.tag) },
      ]}
    />
  );
}
