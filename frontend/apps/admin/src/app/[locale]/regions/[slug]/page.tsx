import { countryName, languageName } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Fold } from "@globalmarket/web/frame/fold";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { PLAN_DONE } from "@/features/regions/done";
import { PlanForms } from "@/features/regions/plan-forms";
import { getPlan } from "@/features/regions/reads";
import { RegionMark } from "@/features/regions/region-table";
import { StepTable, VariableTable } from "@/features/regions/steps";

type Props = PageProps<"/[locale]/regions/[slug]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).slug };
}

export default async function RegionPlanPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const t = await getTranslations("regions");
  const { locale } = await currentSite();
  const asked = await searchParams;
  return (
    <Gate path={`/regions/${slug}`} right="run_region">
      {async () => {
        const plan = await getPlan(slug);
        const isPlanned = plan.state === "planned";
        const countries = (codes: string[]) => codes.map((code) => countryName(code, locale.language)).join(", ");
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/regions`}>{t("title")}</BackLink>}
            title={<bdi>{plan.name}</bdi>}
            mark={<RegionMark state={plan.state} words={t} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(PLAN_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            {isPlanned && (
              <Notice kind={plan.can_open ? "success" : "info"}>{t(plan.can_open ? "ready" : "not_ready")}</Notice>
            )}
            <StepTable steps={plan.steps} />
            <VariableTable variables={plan.environment} />
            <Panel title={t("description")} isNarrow>
              <FactList
                facts={[
                  { name: t("slug"), value: <bdi dir="ltr">{plan.slug}</bdi> },
                  { name: t("domains"), value: <bdi dir="ltr">{plan.domains.join(", ")}</bdi> },
                  { name: t("currencies"), value: plan.currencies.join(", ") },
                  { name: t("languages"), value: plan.languages.map(languageName).join(", ") },
                  { name: t("countries"), value: countries(plan.countries) },
                  { name: t("without_vat"), value: countries(plan.countries_without_vat) || "–" },
                  { name: t("timezone"), value: <bdi dir="ltr">{plan.timezone}</bdi> },
                ]}
              />
            </Panel>
            <Fold title={t("file")} hint={t("file_hint")}>
              <pre dir="ltr" className="overflow-x-auto whitespace-pre-wrap text-sm">
                {plan.file}
              </pre>
            </Fold>
            {isPlanned && <PlanForms plan={plan} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
