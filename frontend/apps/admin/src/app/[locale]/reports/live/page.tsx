import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ReportParts } from "@globalmarket/web/reports/report-parts";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { LiveBoard } from "@/features/insights/live-board";
import { insightParts } from "@/features/insights/parts";
import { readLive } from "@/features/insights/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("insights");
  return { title: t("live.title") };
}

export default async function LivePage() {
  const t = await getTranslations("insights");
  const { locale, region } = await currentSite();
  const names = [
    "visitors",
    "carts",
    "checkouts",
    "orders",
    "revenue",
    "minutes",
    "day",
    "as_of",
    "not_connected",
  ] as const;
  return (
    <Gate path="/reports/live" right="handle_money">
      {async (person) => (
        <PageFrame title={t("live.title")}>
          <ReportParts here="/reports/live" more={await insightParts(person)} />
          <LiveBoard
            first={await readLive()}
            locale={locale.tag}
            timeZone={region.timezone}
            ticketPath={`/${locale.tag}/reports/live/ticket`}
            words={Object.fromEntries(names.map((name) => [name, t(`live.${name}`)]))}
          />
          <p className="max-w-2xl text-muted text-sm">{t("live.hint")}</p>
        </PageFrame>
      )}
    </Gate>
  );
}
