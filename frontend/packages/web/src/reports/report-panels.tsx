import type { AnalyticsReport, AnalyticsRow } from "@globalmarket/api";
import { directionOf } from "@globalmarket/i18n";
import { type Column, DataTable } from "@globalmarket/ui/data-table";
import { getTranslations } from "next-intl/server";
import { BarChart } from "../charts/bar-chart";
import { Panel } from "../frame/panel";
import { Tile } from "../frame/tile";
import { currentSite } from "../server/site";
import { rowNamer } from "./row-names";
import { change, height, shown } from "./values";

const MOST_SERIES = 2;
const MOST_GROUPS = 12; // of what is not by time: their names would not be legible

interface Props {
  report: AnalyticsReport;
  title: string;
  /** The table of the same figures is closed until it is asked for: on a page with many of them. */
  isFolded?: boolean;
}

/** A report: of each currency its totals, a chart, and a table of the same. Amounts of two currencies are never added. */
export async function ReportPanels(props: Props) {
  return props.report.totals.map(({ currency }) => <CurrencyPanel key={currency} {...props} currency={currency} />);
}

async function CurrencyPanel({ report, title, isFolded, currency }: Props & { currency: string }) {
  const t = await getTranslations("reports");
  const { locale } = await currentSite();
  const nameOf = await rowNamer(report);
  const rows = report.items.filter((row) => row.currency === currency);
  const total = report.totals.find((one) => one.currency === currency);
  const drawn = report.measures.slice(0, MOST_SERIES);
  const filled = report.interval ? rows.filter((row) => report.measures.some((one) => height(row.values, one))) : rows;
  const table = (
    <DataTable
      caption={title}
      rows={report.interval ? filled.toReversed() : filled}
      rowKey={(row) => `${row.starts_at} ${Object.values(row.dimensions).join(" ")}`}
      columns={[
        { title: t(report.interval ? "time" : "of"), cell: (row) => <bdi>{nameOf(row)}</bdi> },
        ...columns(report, locale.tag, (measure, isBefore) =>
          t(isBefore ? "before" : "now", { measure: t(`measures.${measure}`) }),
        ),
      ]}
    />
  );
  return (
    <Panel title={currency ? t("in_currency", { title, currency }) : title}>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {total &&
          report.measures.map((measure) => (
            <Tile
              key={measure}
              title={t(`measures.${measure}`)}
              value={<bdi>{shown(total.values, measure, locale.tag)}</bdi>}
              hint={<Change text={change(total, measure, locale.tag)} />}
            />
          ))}
      </ul>
      <BarChart
        series={drawn.map((measure) => t(`measures.${measure}`))}
        isMirrored={directionOf(locale.language) === "rtl"}
        points={(report.interval ? rows : rows.slice(0, MOST_GROUPS)).map((row) => ({
          label: nameOf(row),
          values: drawn.map((measure) => height(row.values, measure)),
          texts: drawn.map((measure) => shown(row.values, measure, locale.tag)),
        }))}
      />
      {filled.length === 0 && <p className="text-muted">{t("nothing")}</p>}
      {filled.length > 0 && isFolded && (
        <details>
          <summary className="py-2 underline underline-offset-4">{t("as_table")}</summary>
          {table}
        </details>
      )}
      {filled.length > 0 && !isFolded && table}
    </Panel>
  );
}

/** A column for each measure, with one next to it for the period that it is compared with. */
function columns(
  { measures, compared_since: compared }: AnalyticsReport,
  locale: string,
  title: (of: string, isBefore: boolean) => string,
): Column<AnalyticsRow>[] {
  return measures.flatMap((measure) => {
    const now = { title: title(measure, false), isNumber: true };
    const before = { title: title(measure, true), isNumber: true };
    return [
      { ...now, cell: ({ values }: AnalyticsRow) => <bdi>{shown(values, measure, locale)}</bdi> },
      ...(compared
        ? [{ ...before, cell: (row: AnalyticsRow) => row.before && <bdi>{shown(row.before, measure, locale)}</bdi> }]
        : []),
    ];
  });
}

function Change({ text }: { text: string }) {
  return text && <bdi dir="ltr">{text}</bdi>;
}
