import type { DisputeState, DisputeView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<DisputeState, Tone> = { open: "warn", won: "good", lost: "bad" };

/** How a dispute stands. */
export async function DisputeMark({ state }: { state: DisputeState }) {
  const t = await getTranslations("disputes.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

interface Props {
  disputes: DisputeView[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Disputes, a row each. */
export async function DisputeTable({ disputes, listQuery }: Props) {
  const t = await getTranslations("disputes");
  const { locale, region } = await currentSite();
  const time = (moment: string | null) => (moment ? formatTime(moment, locale.tag, region.timezone) : "–");
  return (
    <DataTable
      caption={t("title")}
      rows={disputes}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("opened"),
          cell: ({ id, opened_at }) => (
            <Link href={pageOfRow(`/${locale.tag}/disputes/${id}`, listQuery)} className="underline underline-offset-4">
              {time(opened_at)}
            </Link>
          ),
        },
        { title: t("state"), cell: ({ state }) => <DisputeMark state={state} /> },
        { title: t("respond_by"), cell: ({ state, respond_by }) => (state === "open" ? time(respond_by) : "–") },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => formatMoney(amount, locale.tag) },
        { title: t("reason"), cell: ({ reason }) => <bdi>{reason}</bdi> },
        {
          title: t("order"),
          cell: ({ order_id }) => (
            <Link href={`/${locale.tag}/orders/${order_id}`} className="underline underline-offset-4">
              {t("to_order")}
            </Link>
          ),
        },
      ]}
    />
  );
}
