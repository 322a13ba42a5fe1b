import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Listing } from "@globalmarket/web/frame/listing";
import { Panel } from "@globalmarket/web/frame/panel";
import { Refresh } from "@globalmarket/web/frame/refresh";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Webhook } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { SettingsFrame } from "@/features/settings/settings-frame";
import { DeliveryTable } from "@/features/webhooks/delivery-table";
import { getWebhook, listDeliveries } from "@/features/webhooks/reads";
import { StateMark } from "@/features/webhooks/state-mark";
import { ChangeForms, SwitchForms } from "@/features/webhooks/webhook-forms";

type Props = PageProps<"/[locale]/settings/webhooks/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.webhooks") };
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { id } = await params;
  const cursor = readCursor(await searchParams);
  const t = await getTranslations("webhooks");
  const settings = await getTranslations("settings");
  const { locale, region } = await currentSite();
  const here = `/${locale.tag}/settings/webhooks`;
  return (
    <Gate path={`/settings/webhooks/${id}`} right="manage_keys">
      {async () => {
        const [webhook, { items, next_cursor }] = await Promise.all([getWebhook(id), listDeliveries(id, cursor)]);
        const { url, description, state, disabled_reason, failing_since } = webhook;
        const isUnderWay = items.some((one) => one.state === "pending" && one.attempts < 2);
        return (
          <SettingsFrame part="webhooks">
            {state === "active" && isUnderWay && <Refresh />}
            <BackLink href={here}>{settings("parts.webhooks")}</BackLink>
            <Panel title={url}>
              {description && (
                <p>
                  <bdi>{description}</bdi>
                </p>
              )}
              <p>
                <StateMark state={state} />
              </p>
              {disabled_reason && <Notice kind="problem">{t(`reasons.${disabled_reason}`)}</Notice>}
              {failing_since && state === "active" && (
                <Notice kind="problem">
                  {t("failing", { time: formatTime(failing_since, locale.tag, region.timezone) })}
                </Notice>
              )}
              <SwitchForms webhook={webhook} />
            </Panel>
            <ChangeForms webhook={webhook} />
            <Panel title={t("log")}>
              <p className="text-muted">{t("log_hint")}</p>
              <Listing
                here={`${here}/${id}`}
                cursor={cursor}
                next={next_cursor}
                empty={{ icon: <Webhook />, title: t("log_empty"), hint: t("hint") }}
              >
                {items.length > 0 && <DeliveryTable webhookId={id} deliveries={items} />}
              </Listing>
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
