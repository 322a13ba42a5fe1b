import { directionOf, formatDay } from "@globalmarket/i18n";
import { decimal, formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { Chart } from "@globalmarket/web/charts/chart";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { currenciesOf, daysBack, everyDay, type SalesDay } from "./sales";

const DAYS = 30;

/** What was sold in the last thirty days, a chart for each currency, with a table of the same. */
export async function SalesPanels() {
  const { region } = await currentSite();
  const { since, until } = daysBack(new Date(), region.timezone, DAYS - 1);
  const { data } = await (await privateApi()).GET("/api/v1/vendor/sales", { params: { query: { since, until } } });
  const found = data?.items ?? [];
  return currenciesOf(found, region.default_currency).map((currency) => (
    <SalesPanel key={currency} currency={currency} days={everyDay(found, currency, since, until)} />
  ));
}

async function SalesPanel({ currency, days }: { currency: string; days: SalesDay[] }) {
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  const money = (minor: number) => formatMoney({ minor, currency }, locale.tag);
  const short = new Intl.DateTimeFormat(locale.tag, { day: "numeric", month: "short", timeZone: "UTC" });
  const sum = (of: "sales" | "refunds" | "orders") => days.reduce((total, day) => total + day[of], 0);
  const sold = days.filter(({ sales, refunds }) => sales || refunds);
  return (
    <Panel title={t("sales_title", { currency })}>
      <p className="text-muted">
        {t("sales_sum", { sales: money(sum("sales")), refunds: money(sum("refunds")), orders: sum("orders") })}
      </p>
      <Chart
        isMirrored={directionOf(locale.language) === "rtl"}
        series={[t("sales"), t("refunds")]}
        groups={days.map(({ day, sales, refunds }) => ({
          label: short.format(new Date(`${day}T00:00:00Z`)),
          heights: [sales, refunds].map((minor) => Number(decimal({ minor, currency }))),
          texts: [money(sales), money(refunds)],
        }))}
      />
      <details>
        <summary className="py-2 underline underline-offset-4">{t("as_table")}</summary>
        <DataTable
          caption={t("sales_title", { currency })}
          rows={sold.toReversed()}
          rowKey={({ day }) => day}
          columns={[
            { title: t("day"), cell: ({ day }) => formatDay(`${day}T12:00:00Z`, locale.tag, "UTC") },
            { title: t("sales"), isNumber: true, cell: ({ sales }) => money(sales) },
            { title: t("refunds"), isNumber: true, cell: ({ refunds }) => money(refunds) },
            { title: t("orders"), isNumber: true, cell: ({ orders }) => orders },
          ]}
        />
      </details>
    </Panel>
  );
}
