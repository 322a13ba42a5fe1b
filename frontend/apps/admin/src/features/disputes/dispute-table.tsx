import type { DisputeState, DisputeView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { PaidFor } from "@/features/orders/paid-for";

const TONES: Record<DisputeState, Tone> = { open: "warn", won: "good", lost: "bad" };

/** How a dispute stands. */
export async function DisputeMark({ state }: { state: DisputeState }) {
  const t = await getTranslations("disputes.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Disputes, a row each. */
export async function disputeTable(_rows: DisputeView[], { listQuery }: Reader): Promise<ListTable<DisputeView>> {
  const t = await getTranslations("disputes");
  const { locale, region } = await currentSite();
  const time = (moment: string | null) => (moment ? formatTime(moment, locale.tag, region.timezone) : "–");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "opened",
        title: t("opened"),
        time: ({ opened_at }) => opened_at,
        cell: ({ id, opened_at }) => (
          <Link href={pageOfRow(`/${locale.tag}/disputes/${id}`, listQuery)} className="underline underline-offset-4">
            {time(opened_at)}
          </Link>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <DisputeMark state={state} />,
      },
      {
        key: "respond_by",
        title: t("respond_by"),
        time: ({ state, respond_by }) => (state === "open" ? respond_by : null),
      },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
      { key: "reason", title: t("reason"), text: ({ reason }) => reason },
      {
        key: "order",
        title: t("order"),
        text: ({ order_id }) => order_id,
        cell: ({ order_id }) => <PaidFor id={order_id} words={t("to_order")} />,
      },
    ],
  };
}
