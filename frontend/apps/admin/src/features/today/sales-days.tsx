import type { Overview } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";

/** The days behind the tiles of sales, a table for each currency. */
export async function SalesDays({ sales }: Pick<Overview, "sales">) {
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  return sales?.map(({ currency, days }) => (
    <Fold key={currency} title={t("sales_days", { currency })}>
      <DataTable
        caption={t("sales_days", { currency })}
        rows={days.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          { title: t("day"), cell: ({ day }) => formatDay(`${day}T12:00:00Z`, locale.tag, "UTC") },
          { title: t("orders"), isNumber: true, cell: ({ orders }) => orders },
          { title: t("sales"), isNumber: true, cell: ({ sales: of }) => <Amount of={of} /> },
        ]}
      />
    </Fold>
  ));
}
