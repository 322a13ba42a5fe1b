import type { Cohorts } from "@globalmarket/api";
import { directionOf } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { BarChart } from "@globalmarket/web/charts/bar-chart";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

type Cohort = Cohorts["items"][number];

const SHOWN_MONTHS = 12;

/** Customers by the month of their first order: how many bought again, their revenue, and who ordered in each month after it. */
export async function CohortTable({ cohorts }: { cohorts: Cohort[] }) {
  const t = await getTranslations("insights");
  const { locale } = await currentSite();
  const month = new Intl.DateTimeFormat(locale.tag, { month: "short", year: "numeric", timeZone: "UTC" });
  const percent = new Intl.NumberFormat(locale.tag, { style: "percent", maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(locale.tag);
  const nameOf = ({ month: first }: Cohort) => month.format(new Date(`${first}T00:00:00Z`));
  const again = (one: Cohort) => one.bought_again / one.customers;
  const last = Math.min(
    SHOWN_MONTHS,
    Math.max(...cohorts.flatMap(({ months }) => months.map((at) => at.months_after))),
  );
  return (
    <Panel title={t("cohorts.by_month")}>
      <BarChart
        series={[t("cohorts.again_share")]}
        isMirrored={directionOf(locale.language) === "rtl"}
        points={cohorts.toReversed().map((one) => ({
          label: nameOf(one),
          values: [Math.round(again(one) * 1000) / 10],
          texts: [percent.format(again(one))],
        }))}
      />
      <DataTable
        caption={t("cohorts.by_month")}
        rows={cohorts}
        rowKey={({ month: first }) => first}
        columns={[
          { title: t("cohorts.first_order"), cell: nameOf },
          { title: t("cohorts.customers"), isNumber: true, cell: ({ customers }) => number.format(customers) },
          {
            title: t("cohorts.again"),
            isNumber: true,
            cell: (one) => `${number.format(one.bought_again)} (${percent.format(again(one))})`,
          },
          {
            title: t("cohorts.revenue"),
            isNumber: true,
            cell: ({ revenue }) => <bdi>{formatMoney(revenue, locale.tag)}</bdi>,
          },
          ...Array.from({ length: last }, (_, at) => ({
            title: t("cohorts.after", { months: at + 1 }),
            isNumber: true,
            cell: ({ months, customers }: Cohort) => {
              const found = months.find(({ months_after: after }) => after === at + 1);
              return found ? percent.format(found.customers / customers) : "";
            },
          })),
        ]}
      />
    </Panel>
  );
}
