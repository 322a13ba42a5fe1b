import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { Listing } from "@globalmarket/web/frame/listing";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { RefusedDownload } from "@/features/money/refused-download";
import { chosenQuarter } from "@/features/tax/chosen";
import { PeriodChoice } from "@/features/tax/period-choice";
import { getOssReport, listOssVendors } from "@/features/tax/reads";
import { OssTotals, OssVendors } from "@/features/tax/tables";
import { TaxFrame } from "@/features/tax/tax-frame";

type Props = PageProps<"/[locale]/tax">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("title") };
}

export default async function OssPage({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const cursor = readCursor(asked);
  const { value, name, options } = await chosenQuarter(asked);
  const here = `/${locale.tag}/tax`;
  return (
    <Gate path={`/tax?period=${name}`} right="handle_money">
      {async () => {
        const [report, vendors] = await Promise.all([getOssReport(value), listOssVendors(value, cursor)]);
        return (
          <TaxFrame part="oss">
            <RefusedDownload asked={asked.refused} />
            <p className="max-w-2xl text-muted">{t("oss_hint")}</p>
            <PeriodChoice here={here} name="period" label={t("quarter")} chosen={name} options={options} />
            {report.waiting_sales > 0 && (
              <Notice kind="problem">{t("waiting_sales", { count: report.waiting_sales })}</Notice>
            )}
            {report.totals.length > 0 && (
              <>
                <OssTotals totals={report.totals} />
                <a href={`${here}/oss-report?period=${name}`} className={buttonClass("secondary", "self-start")}>
                  {t("oss_csv")}
                </a>
                <h2 className="font-semibold text-lg">{t("by_vendor")}</h2>
              </>
            )}
            <Listing
              here={`${here}?period=${name}`}
              cursor={cursor}
              next={vendors.next_cursor}
              empty={{ icon: <Percent />, title: t("no_sales"), hint: t("no_sales_hint") }}
            >
              {vendors.items.length > 0 && <OssVendors rows={vendors.items} />}
            </Listing>
          </TaxFrame>
        );
      }}
    </Gate>
  );
}
