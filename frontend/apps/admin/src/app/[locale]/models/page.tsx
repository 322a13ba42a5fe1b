import { formatTime } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { Drift } from "@/features/models/drift";
import { listModels } from "@/features/models/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("models");
  return { title: t("title") };
}

export default async function ModelsPage() {
  const t = await getTranslations("models");
  const { locale, region } = await currentSite();
  return (
    <Gate path="/models" right="edit_catalogue">
      {async () => {
        const models = await listModels();
        return (
          <PageFrame title={t("title")}>
            <p className="max-w-2xl text-muted">{t("hint")}</p>
            {models.map(({ name, is_on, is_shadow, renews_itself, drift, trial, active, latest }) => (
              <Panel key={name} title={t(`names.${name}`)} isNarrow>
                <p className="text-muted">{t(`about.${name}`)}</p>
                <FactList
                  facts={[
                    {
                      name: t("state"),
                      value: (
                        <Badge tone={is_on && !is_shadow ? "good" : "plain"}>
                          {t(is_on ? (is_shadow ? "shadow" : "on") : "off")}
                        </Badge>
                      ),
                    },
                    { name: t("renewal"), value: t(renews_itself ? "by_itself" : "by_hand") },
                    { name: t("answers"), value: active ? t("version", { number: active.number }) : t("fallback") },
                    { name: t("drift"), value: <Drift drift={drift} /> },
                    ...(trial ? [{ name: t("trial"), value: t(`trial_states.${trial.state}`) }] : []),
                    {
                      name: t("latest"),
                      value: latest ? formatTime(latest.trained_at, locale.tag, region.timezone) : t("never"),
                    },
                  ]}
                />
                <Link href={`/${locale.tag}/models/${name}`} className="self-start underline underline-offset-4">
                  {t("to_versions")}
                </Link>
              </Panel>
            ))}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
