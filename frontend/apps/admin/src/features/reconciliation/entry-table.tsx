import type { EntryView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";

const TONES: Record<EntryView["state"], Tone> = {
  matched: "good",
  missing_here: "bad",
  other_amount: "bad",
  other_fee: "warn",
};

/** Rows of a report: what the provider says, and what of ours it matches. */
export async function EntryTable({ entries }: { entries: EntryView[] }) {
  const t = await getTranslations("reconciliation");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("rows_of_report")}
      rows={entries}
      rowKey={({ id }) => id}
      columns={[
        { title: t("row"), cell: ({ row }) => row },
        { title: t("entry"), cell: ({ kind }) => t(`entries.${kind}`) },
        { title: t("time"), cell: ({ occurred_at }) => formatTime(occurred_at, locale.tag, region.timezone) },
        { title: t("reference"), cell: ({ reference }) => <Code>{reference}</Code> },
        { title: t("ours"), cell: ({ subject_id }) => <Code>{subject_id || "–"}</Code> },
        { title: t("state"), cell: ({ state }) => <Badge tone={TONES[state]}>{t(`entry_states.${state}`)}</Badge> },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
        { title: t("fee"), isNumber: true, cell: ({ fee }) => <Amount of={fee} /> },
      ]}
    />
  );
}

function Code({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="block max-w-48 whitespace-normal break-all">
      {children}
    </bdi>
  );
}
