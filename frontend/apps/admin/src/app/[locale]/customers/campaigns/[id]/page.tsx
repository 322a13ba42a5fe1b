import { languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { Refresh } from "@globalmarket/web/frame/refresh";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { cancelCampaign, startCampaign } from "@/features/campaigns/actions";
import { getCampaign, readReach } from "@/features/campaigns/reads";

type Props = PageProps<"/[locale]/customers/campaigns/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("campaigns");
  return { title: t("title") };
}

export default async function CampaignPage({ params }: Props) {
  const { id } = await params;
  const t = await getTranslations("campaigns");
  const segments = await getTranslations("segments");
  const { locale } = await currentSite();
  const number = new Intl.NumberFormat(locale.tag);
  return (
    <Gate path={`/customers/campaigns/${id}`} right="run_region">
      {async () => {
        const campaign = await getCampaign(id);
        const { state, segment, currency, texts, recipients } = campaign;
        const reach = state === "draft" ? await readReach(campaign) : null;
        const hidden = [keyField(), { name: "id", type: "hidden" as const, value: id }];
        return (
          <PageFrame
            title={<bdi>{campaign.name}</bdi>}
            above={<BackLink href={`/${locale.tag}/customers/campaigns`}>{t("title")}</BackLink>}
          >
            {state === "sending" && <Refresh />}
            <FactList
              facts={[
                { name: t("state"), value: t(`states.${state}`) },
                { name: t("segment"), value: `${segments(`names.${segment}`)} (${currency})` },
                ...(reach
                  ? [
                      { name: t("customers"), value: number.format(reach.customers) },
                      { name: t("would_reach"), value: number.format(reach.recipients) },
                    ]
                  : [{ name: t("recipients"), value: number.format(recipients) }]),
              ]}
            />
            {Object.entries(texts).map(([language, { subject, body }]) => (
              <Panel key={language} title={languageName(language)} isNarrow>
                <div lang={language} dir="auto" className="flex flex-col gap-3">
                  <p className="font-semibold">{subject}</p>
                  <p className="whitespace-pre-line">{body}</p>
                </div>
              </Panel>
            ))}
            <FieldForm
              id="start"
              action={startCampaign}
              submit={t("start")}
              confirm={t("start_confirm")}
              fields={hidden}
              isOver={state !== "draft"}
            />
            <FieldForm
              id="cancel"
              action={cancelCampaign}
              submit={t("cancel")}
              confirm={t("cancel_confirm")}
              look="danger"
              fields={hidden}
              isOver={state !== "draft" && state !== "sending"}
            />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
