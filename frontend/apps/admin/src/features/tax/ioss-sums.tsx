import { formatDay } from "@globalmarket/i18n";
import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import type { Month } from "./period";
import { getIossReport } from "./reads";
import { OssTotals } from "./tables";

interface Props {
  month: Month;
  /** Address of the report as a file. */
  file: string;
}

/** What a month's return declares, and until when, above its rows by vendor. */
export async function IossSums({ month, file }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const { due_on, tax, totals, waiting_sales } = await getIossReport(month);
  return (
    <>
      {waiting_sales > 0 && <Notice kind="problem">{t("waiting_sales", { count: waiting_sales })}</Notice>}
      <Panel title={t("parts.ioss")} isNarrow>
        <FactList
          facts={[
            { name: t("due_on"), value: formatDay(`${due_on}T12:00:00Z`, locale.tag, "UTC") },
            { name: t("tax"), value: <Amount of={tax} />, isStrong: true },
          ]}
        />
      </Panel>
      {totals.length > 0 && (
        <>
          <OssTotals totals={totals} />
          <a href={file} className={buttonClass("secondary", "self-start")}>
            {t("oss_csv")}
          </a>
          <h2 className="font-semibold text-lg">{t("by_vendor")}</h2>
        </>
      )}
    </>
  );
}
