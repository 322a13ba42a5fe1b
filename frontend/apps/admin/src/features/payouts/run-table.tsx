import type { MyProfile, PayoutRunRow } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { whoDid } from "@/features/money/who";
import { RunMark } from "./marks";

/** Payout runs, a row each. */
export async function RunTable({ runs, person }: { runs: PayoutRunRow[]; person: MyProfile }) {
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("parts.runs")}
      rows={runs}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("made"),
          cell: ({ id, created_at }) => (
            <Link href={`/${locale.tag}/payouts/runs/${id}`} className="underline underline-offset-4">
              {time(created_at)}
            </Link>
          ),
        },
        { title: t("currency"), cell: ({ currency }) => currency },
        { title: t("state"), cell: ({ state }) => <RunMark state={state} /> },
        { title: t("made_by"), cell: ({ created_by }) => whoDid(created_by, person) },
        {
          title: t("approved_by"),
          cell: ({ approved_by, approved_at }) => approved_at && whoDid(approved_by, person),
        },
        { title: t("paid_on"), cell: ({ paid_at }) => paid_at && time(paid_at) },
      ]}
    />
  );
}
