import type { RefundState, RefundView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

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

interface Props {
  refunds: RefundView[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Refunds, a row each. */
export async function RefundTable({ refunds, listQuery }: Props) {
  const t = await getTranslations("refunds");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={refunds}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("requested"),
          cell: ({ id, created_at }) => (
            <Link href={pageOfRow(`/${locale.tag}/refunds/${id}`, listQuery)} className="underline underline-offset-4">
              {formatTime(created_at, locale.tag, region.timezone)}
            </Link>
          ),
        },
        {
          title: t("state"),
          cell: ({ state, failure_code }) => (
            <>
              <RefundMark state={state} />
              {failure_code && <span className="block text-muted">{failure_code}</span>}
            </>
          ),
        },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => formatMoney(amount, locale.tag) },
        {
          title: t("order"),
          cell: ({ order_id }) => (
            <Link href={`/${locale.tag}/orders/${order_id}`} className="underline underline-offset-4">
              {t("to_order")}
            </Link>
          ),
        },
        {
          title: t("reason"),
          cell: ({ reason }) => (
            <p className="max-w-72 whitespace-normal">
              <bdi>{reason}</bdi>
            </p>
          ),
        },
      ]}
    />
  );
}
