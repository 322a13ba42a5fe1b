import type { PayoutDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
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
export async function PayoutTable({ payouts }: { payouts: PayoutDetail[] }) {
  const t = await getTranslations("money");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("parts.payouts")}
      rows={payouts}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("created"),
          cell: ({ id, created_at }) => (
            <Link href={`/${locale.tag}/balance/payouts/${id}`} className="underline underline-offset-4">
              {day(created_at)}
            </Link>
          ),
        },
        { title: t("state"), cell: ({ state }) => <PayoutMark state={state} /> },
        {
          title: t("period"),
          cell: ({ period_start, period_end }) => `${day(period_start)} – ${day(period_end)}`,
        },
        { title: t("account"), cell: ({ masked_account }) => <bdi dir="ltr">{masked_account}</bdi> },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => formatMoney(amount, locale.tag) },
      ]}
    />
  );
}
