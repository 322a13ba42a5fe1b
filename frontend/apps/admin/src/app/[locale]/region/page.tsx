import { Badge } from "@globalmarket/ui/badge";
import { Done } from "@globalmarket/web/forms/done";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { RegionFacts } from "@/features/region/facts";
import { MaintenanceForms, SettingsForm } from "@/features/region/forms";
import { getOptions, getRegion } from "@/features/region/reads";

type Props = PageProps<"/[locale]/region">;

const DONE = ["saved", "shut", "notice", "opened"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("region");
  return { title: t("title") };
}

export default async function RegionPage({ searchParams }: Props) {
  const t = await getTranslations("region");
  const asked = await searchParams;
  return (
    <Gate path="/region" right="run_region">
      {async () => {
        const [region, options] = await Promise.all([getRegion(), getOptions()]);
        return (
          <PageFrame
            title={t("title")}
            mark={region.is_in_maintenance ? <Badge tone="bad">{t("in_maintenance")}</Badge> : undefined}
          >
            <Done asked={asked.done} messages={Object.fromEntries(DONE.map((name) => [name, t(`done.${name}`)]))} />
            <RegionFacts region={region} />
            <SettingsForm region={region} options={options} />
            <MaintenanceForms region={region} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
