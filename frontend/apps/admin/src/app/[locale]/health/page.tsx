import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { Program, StoreTable, Waiting } from "@/features/health/panels";
import { readHealth } from "@/features/health/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("health");
  return { title: t("title") };
}

export default async function HealthPage() {
  const t = await getTranslations("health");
  const { locale, region } = await currentSite();
  return (
    <Gate path="/health" right="run_region">
      {async () => {
        const report = await readHealth();
        const down = report.stores.filter(({ is_ok }) => !is_ok).length;
        return (
          <PageFrame title={t("title")}>
            <p className="text-muted">{t("at", { time: formatTime(report.at, locale.tag, region.timezone) })}</p>
            <Notice kind={down ? "problem" : "success"}>
              {down ? t("some_down", { count: down }) : t("all_well")}
            </Notice>
            <StoreTable stores={report.stores} />
            <Waiting report={report} />
            <Program report={report} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
