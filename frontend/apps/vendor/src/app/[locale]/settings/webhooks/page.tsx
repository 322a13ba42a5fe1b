import { DataTable } from "@globalmarket/ui/data-table";
import { keyField } from "@globalmarket/web/forms/change";
import { Done } from "@globalmarket/web/forms/done";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { SettingsFrame } from "@/features/settings/settings-frame";
import { createWebhook } from "@/features/webhooks/actions";
import { wordOf } from "@/features/webhooks/event-types";
import { webhookFields } from "@/features/webhooks/fields";
import { listWebhooks } from "@/features/webhooks/reads";
import { StateMark } from "@/features/webhooks/state-mark";

type Props = PageProps<"/[locale]/settings/webhooks">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("parts.webhooks") };
}

export default async function WebhooksPage({ searchParams }: Props) {
  const t = await getTranslations("webhooks");
  const settings = await getTranslations("settings");
  const { locale } = await currentSite();
  const { done } = await searchParams;
  return (
    <Gate path="/settings/webhooks" right="manage_keys">
      {async () => {
        const webhooks = await listWebhooks();
        return (
          <SettingsFrame part="webhooks">
            <Done asked={done} messages={{ removed: t("removed") }} />
            {webhooks.length > 0 && (
              <DataTable
                caption={settings("parts.webhooks")}
                rows={webhooks}
                rowKey={({ id }) => id}
                columns={[
                  {
                    title: t("url"),
                    cell: ({ id, url }) => (
                      <Link href={`/${locale.tag}/settings/webhooks/${id}`} className="underline underline-offset-4">
                        <bdi dir="ltr">{url}</bdi>
                      </Link>
                    ),
                  },
                  { title: t("description"), cell: ({ description }) => <bdi>{description}</bdi> },
                  {
                    title: t("events"),
                    cell: ({ event_types }) => event_types.map((one) => t(`event.${wordOf(one)}`)).join(", "),
                  },
                  { title: t("state"), cell: ({ state }) => <StateMark state={state} /> },
                ]}
              />
            )}
            <Panel title={t("new")} isNarrow>
              <p className="text-muted">{t("hint")}</p>
              <p className="text-muted text-sm">{t("guide")}</p>
              <FieldForm
                id="webhook"
                action={createWebhook}
                submit={t("create")}
                secret={{ label: t("secret"), hint: t("secret_hint") }}
                fields={[keyField(), ...(await webhookFields())]}
              />
            </Panel>
          </SettingsFrame>
        );
      }}
    </Gate>
  );
}
