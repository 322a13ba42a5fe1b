import type { RefundState, RefundView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { PaidFor } from "@/features/orders/paid-for";

const TONES: Record<RefundState, Tone> = {
  failed: "bad",
  pending: "warn",
  succeeded: "good",
  covered: "good",
  retried: "plain",
  settled: "good",
};

/** How a refund stands at the provider. */
export async function RefundMark({ state }: { state: RefundState }) {
  const t = await getTranslations("refunds.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Refunds, a row each. */
export async function refundTable(_rows: RefundView[], { listQuery }: Reader): Promise<ListTable<RefundView>> {
  const t = await getTranslations("refunds");
  const { locale, region } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "requested",
        sort: "created_at",
        title: t("requested"),
        time: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link href={pageOfRow(`/${locale.tag}/refunds/${id}`, listQuery)} className="underline underline-offset-4">
            {formatTime(created_at, locale.tag, region.timezone)}
          </Link>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state, failure_code }) => [t(`states.${state}`), failure_code].filter(Boolean).join(": "),
        cell: ({ state, failure_code }) => (
          <>
            <RefundMark state={state} />
            {failure_code && <span className="block text-muted">{failure_code}</span>}
          </>
        ),
      },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
      {
        key: "order",
        title: t("order"),
        text: ({ order_id }) => order_id,
        cell: ({ order_id }) => <PaidFor id={order_id} words={t("to_order")} />,
      },
      {
        key: "reason",
        title: t("reason"),
        text: ({ reason }) => reason,
        cell: ({ reason }) => (
          <p className="max-w-72 whitespace-normal">
            <bdi>{reason}</bdi>
          </p>
        ),
      },
    ],
  };
}
