import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";
import type { Quarter } from "./period";
import { getOssReport } from "./reads";
import { OssTotals } from "./tables";

interface Props {
  quarter: Quarter;
  /** Address of the report as a file. */
  file: string;
}

/** What a quarter's report declares, above its rows by vendor. */
export async function OssSums({ quarter, file }: Props) {
  const t = await getTranslations("tax");
  const { totals, waiting_sales } = await getOssReport(quarter);
  return (
    <>
      {waiting_sales > 0 && <Notice kind="problem">{t("waiting_sales", { count: waiting_sales })}</Notice>}
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
