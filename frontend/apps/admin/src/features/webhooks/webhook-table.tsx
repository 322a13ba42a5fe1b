import type { WebhookState, WebhookView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ChoiceBox } from "@/features/chosen/choice-box";
import { reasonField } from "@/features/forms/reasoned";
import { replayWebhook } from "./actions";

const TONES: Record<WebhookState, Tone> = { pending: "warn", interpreted: "good", unknown: "plain" };

/** Webhooks, a row each; each can be interpreted again. */
export async function webhookTable(_rows: WebhookView[], { listQuery }: Reader): Promise<ListTable<WebhookView>> {
  const t = await getTranslations("webhooks");
  const { locale, region } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "received",
        title: t("received"),
        time: ({ received_at }) => received_at,
        cell: ({ id, type, event_id, received_at }) => (
          <ChoiceBox row={{ id: String(id), name: `${type} ${event_id}` }}>
            {formatTime(received_at, locale.tag, region.timezone)}
          </ChoiceBox>
        ),
      },
      { key: "provider", title: t("provider"), text: ({ provider }) => provider },
      {
        key: "type",
        title: t("type"),
        text: ({ type }) => type,
        cell: ({ type, event_id }) => (
          <span className="block max-w-64 break-words" dir="ltr">
            {type}
            <span className="block text-muted">{event_id}</span>
          </span>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>,
      },
      {
        key: "payment",
        title: t("payment"),
        text: ({ payment_id }) => payment_id,
        cell: ({ payment_id }) => (
          <bdi dir="ltr" className="block max-w-40 break-all">
            {payment_id || "–"}
          </bdi>
        ),
      },
      { key: "deliveries", title: t("deliveries"), isNumber: true, text: ({ deliveries }) => deliveries },
      { key: "processed", title: t("processed"), time: ({ processed_at }) => processed_at },
      { key: "replay", title: t("replay"), cell: ({ id }) => <Replay webhookId={String(id)} from={listQuery} /> },
    ],
  };
}

async function Replay({ webhookId, from }: { webhookId: string; from: string }) {
  const t = await getTranslations("webhooks");
  return (
    <details className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t("replay")}</summary>
      <FieldForm
        id={`replay-${webhookId}`}
        action={replayWebhook}
        submit={t("replay")}
        confirm={t("replay_confirm")}
        fields={[
          { name: "webhook", type: "hidden", value: webhookId },
          { name: "from", type: "hidden", value: from },
          keyField(),
          await reasonField(),
        ]}
      />
    </details>
  );
}
