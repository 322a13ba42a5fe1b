import type { DifferenceView, MyProfile } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { whoDid } from "@/features/money/who";

const TONES: Record<DifferenceView["state"], Tone> = { open: "bad", explained: "warn", resolved: "good" };

/** How a difference stands. */
export async function DifferenceMark({ state }: { state: DifferenceView["state"] }) {
  const t = await getTranslations("reconciliation.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

interface Props {
  differences: DifferenceView[];
  person: MyProfile;
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Differences, a row each. */
export async function DifferenceTable({ differences, person, listQuery }: Props) {
  const t = await getTranslations("reconciliation");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.differences")}
      rows={differences}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("what"),
          cell: ({ id, kind }) => (
            <Link
              href={pageOfRow(`/${locale.tag}/reconciliation/${id}`, listQuery)}
              className="block max-w-64 whitespace-normal underline underline-offset-4"
            >
              {t(`kinds.${kind}`)}
            </Link>
          ),
        },
        { title: t("entry"), cell: ({ entry_kind }) => t(`entries.${entry_kind}`) },
        { title: t("provider"), cell: ({ provider }) => <bdi dir="ltr">{provider}</bdi> },
        { title: t("state"), cell: ({ state }) => <DifferenceMark state={state} /> },
        { title: t("owner"), cell: ({ owner_id }) => (owner_id ? whoDid(owner_id, person) : t("nobody")) },
        { title: t("opened"), cell: ({ opened_at }) => formatDay(opened_at, locale.tag, region.timezone) },
        { title: t("expected"), isNumber: true, cell: ({ expected }) => (expected ? <Amount of={expected} /> : "–") },
        { title: t("found"), isNumber: true, cell: ({ found }) => (found ? <Amount of={found} /> : "–") },
      ]}
    />
  );
}
