import type { DeliveryView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { replayDelivery } from "./actions";

const TONES: Record<DeliveryView["state"], Tone> = { pending: "brand", delivered: "good", failed: "bad" };

interface Place {
  vendorId: string;
  endpointId: string;
}

/** Requests to a webhook, a row each: what came of it, and the way to send it again. */
export async function deliveryTable(place: Place): Promise<ListTable<DeliveryView>> {
  const t = await getTranslations("vendor-webhooks");
  const { locale, region } = await currentSite();
  const when = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  const event = (type: string) => {
    const word = type.replace(".", "_") as Parameters<typeof t>[0];
    return t.has(`event.${word}` as typeof word) ? t(`event.${word}` as typeof word) : type;
  };
  return {
    caption: t("deliveries"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "event", title: t("event_title"), text: ({ event_type }) => event(event_type) },
      {
        key: "subject",
        title: t("subject"),
        text: ({ subject_id }) => subject_id,
        cell: ({ subject_id }) => <bdi dir="ltr">{subject_id}</bdi>,
      },
      { key: "sent", title: t("sent"), time: ({ created_at }) => created_at },
      { key: "attempts", title: t("attempts"), isNumber: true, text: ({ attempts }) => attempts },
      {
        key: "result",
        title: t("result"),
        text: ({ state }) => t(`delivery_states.${state}`),
        cell: ({ state, failure, answer_status, next_attempt_at, attempts }) => (
          <div className="flex flex-col items-start gap-1">
            <Badge tone={TONES[state]}>{t(`delivery_states.${state}`)}</Badge>
            {failure && <span>{t(`failures.${failure}`, { status: String(answer_status ?? "") })}</span>}
            {attempts > 0 && next_attempt_at && <span>{t("next", { time: when(next_attempt_at) })}</span>}
          </div>
        ),
      },
      { key: "replay", title: t("replay"), cell: ({ id }) => <Replay {...place} deliveryId={id} /> },
    ],
  };
}

async function Replay({ vendorId, endpointId, deliveryId }: Place & { deliveryId: string }) {
  const t = await getTranslations("vendor-webhooks");
  return (
    <details className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t("replay")}</summary>
      <FieldForm
        id={`replay-${deliveryId}`}
        action={replayDelivery}
        submit={t("replay")}
        confirm={t("replay_confirm")}
        fields={[
          keyField(),
          { name: "vendor", type: "hidden", value: vendorId },
          { name: "endpoint", type: "hidden", value: endpointId },
          { name: "delivery", type: "hidden", value: deliveryId },
          await reasonField(),
        ]}
      />
    </details>
  );
}
