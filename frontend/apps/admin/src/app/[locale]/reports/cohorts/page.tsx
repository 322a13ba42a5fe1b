import { buttonClass } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { SelectField } from "@globalmarket/ui/field";
import { LinkForm } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ReportParts } from "@globalmarket/web/reports/report-parts";
import { currentSite } from "@globalmarket/web/server/site";
import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CohortTable } from "@/features/insights/cohort-table";
import { LifetimePanel } from "@/features/insights/lifetime-panel";
import { insightParts } from "@/features/insights/parts";
import { readCohorts } from "@/features/insights/reads";

type Props = PageProps<"/[locale]/reports/cohorts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("insights");
  return { title: t("cohorts.title") };
}

export default async function CohortsPage({ searchParams }: Props) {
  const { currency: asked } = await searchParams;
  const t = await getTranslations("insights");
  const frame = await getTranslations("frame");
  const { locale, region } = await currentSite();
  const currency = region.currencies.find(({ code }) => code === asked)?.code ?? region.default_currency;
  return (
    <Gate path="/reports/cohorts" right="handle_money">
      {async (person) => {
        const { items, lifetime } = await readCohorts(currency);
        return (
          <PageFrame title={t("cohorts.title")}>
            <ReportParts here="/reports/cohorts" more={await insightParts(person)} />
            <LinkForm action={`/${locale.tag}/reports/cohorts`} className="flex flex-wrap items-end gap-3">
              <SelectField id="currency" name="currency" label={t("cohorts.currency")} defaultValue={currency}>
                {region.currencies.map(({ code }) => (
                  <option key={code} value={code}>
                    {code}
                  </option>
                ))}
              </SelectField>
              <button type="submit" className={buttonClass("secondary")}>
                {frame("show")}
              </button>
            </LinkForm>
            {items.length > 0 ? (
              <CohortTable cohorts={items} />
            ) : (
              <Empty icon={<Users />} title={t("cohorts.none")}>
                <p>{t("cohorts.none_hint")}</p>
              </Empty>
            )}
            <p className="max-w-2xl text-muted text-sm">{t("cohorts.hint")}</p>
            {lifetime && <LifetimePanel lifetime={lifetime} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
