import type { DeliveryView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { replayDelivery } from "./actions";
import { wordOf } from "./event-types";

const TONES: Record<DeliveryView["state"], Tone> = { pending: "brand", delivered: "good", failed: "bad" };

/** The requests to a webhook: the event of each, what came of it, and the way to send it again. */
export async function DeliveryTable({ webhookId, deliveries }: { webhookId: string; deliveries: DeliveryView[] }) {
  const t = await getTranslations("webhooks");
  const { locale, region } = await currentSite();
  const when = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("log")}
      rows={deliveries}
      rowKey={({ id }) => id}
      columns={[
        { title: t("event_title"), cell: ({ event_type }) => t(`event.${wordOf(event_type)}`) },
        { title: t("subject"), cell: ({ subject_id }) => <bdi dir="ltr">{subject_id}</bdi> },
        { title: t("sent"), cell: ({ created_at }) => when(created_at) },
        { title: t("attempts"), isNumber: true, cell: ({ attempts }) => attempts },
        {
          title: t("result"),
          cell: ({ state, failure, answer_status, next_attempt_at, attempts }) => (
            <div className="flex flex-col items-start gap-1">
              <Badge tone={TONES[state]}>{t(`delivery_states.${state}`)}</Badge>
              {failure && <span>{t(`failures.${failure}`, { status: String(answer_status ?? "") })}</span>}
              {attempts > 0 && next_attempt_at && <span>{t("next", { time: when(next_attempt_at) })}</span>}
            </div>
          ),
        },
        {
          title: t("replay"),
          cell: ({ id }) => (
            <FieldForm
              id={id}
              action={replayDelivery}
              submit={t("replay")}
              look="quiet"
              fields={[
                keyField(),
                { name: "id", type: "hidden", value: webhookId },
                { name: "delivery", type: "hidden", value: id },
              ]}
            />
          ),
        },
      ]}
    />
  );
}
