import type { Overview } from "@globalmarket/api";
import { directionOf, formatDay } from "@globalmarket/i18n";
import { decimal, formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { BarChart } from "@globalmarket/web/charts/bar-chart";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";

type Sales = NonNullable<Overview["sales"]>[number];

/** The days behind the tiles of sales: a chart for each currency, with a table of the same numbers. */
export function SalesDays({ sales }: Pick<Overview, "sales">) {
  return sales?.map((of) => <SalesPanel key={of.currency} {...of} />);
}

async function SalesPanel({ currency, days }: Sales) {
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  const short = new Intl.DateTimeFormat(locale.tag, { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <Panel title={t("sales_days", { currency })}>
      <BarChart
        isMirrored={directionOf(locale.language) === "rtl"}
        series={[t("sales")]}
        points={days.map(({ day, sales }) => ({
          label: short.format(new Date(`${day}T00:00:00Z`)),
          values: [Number(decimal(sales))],
          texts: [formatMoney(sales, locale.tag)],
        }))}
      />
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
    </Panel>
  );
}
