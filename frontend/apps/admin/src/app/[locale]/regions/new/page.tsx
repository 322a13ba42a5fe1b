import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { planRegion } from "@/features/regions/actions";
import { descriptionFields } from "@/features/regions/fields";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("regions");
  return { title: t("new") };
}

export default async function NewRegionPage() {
  const t = await getTranslations("regions");
  const { locale } = await currentSite();
  return (
    <Gate path="/regions/new" right="run_region">
      {async () => (
        <PageFrame above={<BackLink href={`/${locale.tag}/regions`}>{t("title")}</BackLink>} title={t("new")}>
          <Panel title={t("describe")} isNarrow>
            <p className="text-muted">{t("describe_hint")}</p>
            <FieldForm
              id="plan"
              action={planRegion}
              submit={t("plan")}
              confirm={t("plan_confirm")}
              fields={await descriptionFields()}
            />
          </Panel>
        </PageFrame>
      )}
    </Gate>
  );
}
