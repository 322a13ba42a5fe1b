import type { PayoutDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<PayoutDetail["state"], Tone> = {
  approved: "brand",
  paying: "brand",
  paid: "good",
  failed: "bad",
  returned: "bad",
  canceled: "plain",
};

export async function PayoutMark({ state }: { state: PayoutDetail["state"] }) {
  const t = await getTranslations("money.payout_states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Payouts, a row each. */
export async function payoutTable(_rows: PayoutDetail[], { listQuery }: Reader): Promise<ListTable<PayoutDetail>> {
  const t = await getTranslations("money");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return {
    caption: t("parts.payouts"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "created",
        sort: "created_at",
        title: t("created"),
        day: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link
            href={pageOfRow(`/${locale.tag}/balance/payouts/${id}`, listQuery)}
            className="underline underline-offset-4"
          >
            {day(created_at)}
          </Link>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`payout_states.${state}`),
        cell: ({ state }) => <PayoutMark state={state} />,
      },
      {
        key: "period",
        title: t("period"),
        text: ({ period_start, period_end }) => `${day(period_start)} – ${day(period_end)}`,
      },
      {
        key: "account",
        title: t("account"),
        text: ({ masked_account }) => masked_account,
        cell: ({ masked_account }) => <bdi dir="ltr">{masked_account}</bdi>,
      },
      { key: "amount", sort: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
}
