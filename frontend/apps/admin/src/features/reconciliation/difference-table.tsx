import type { DifferenceView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { ChoiceBox } from "@/features/chosen/choice-box";
import { whoFor } from "@/features/money/who";

const TONES: Record<DifferenceView["state"], Tone> = { open: "bad", explained: "warn", resolved: "good" };

/** How a difference stands. */
export async function DifferenceMark({ state }: { state: DifferenceView["state"] }) {
  const t = await getTranslations("reconciliation.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Differences, a row each. */
export async function differenceTable(
  _rows: DifferenceView[],
  { person, listQuery }: Reader,
): Promise<ListTable<DifferenceView>> {
  const who = await whoFor(person);
  const t = await getTranslations("reconciliation");
  const { locale } = await currentSite();
  return {
    caption: t("parts.differences"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "what",
        title: t("what"),
        text: ({ kind }) => t(`kinds.${kind}`),
        cell: ({ id, etag, kind, entry_kind, provider, state }) => (
          <ChoiceBox
            row={{ id: `${id}:${etag}`, name: [t(`kinds.${kind}`), t(`entries.${entry_kind}`), provider].join(" · ") }}
            isFixed={state === "resolved"}
          >
            <Link
              href={pageOfRow(`/${locale.tag}/reconciliation/${id}`, listQuery)}
              className="block max-w-64 whitespace-normal underline underline-offset-4"
            >
              {t(`kinds.${kind}`)}
            </Link>
          </ChoiceBox>
        ),
      },
      { key: "entry", title: t("entry"), text: ({ entry_kind }) => t(`entries.${entry_kind}`) },
      {
        key: "provider",
        title: t("provider"),
        text: ({ provider }) => provider,
        cell: ({ provider }) => <bdi dir="ltr">{provider}</bdi>,
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <DifferenceMark state={state} />,
      },
      { key: "owner", title: t("owner"), text: ({ owner_id }) => (owner_id ? who(owner_id) : t("nobody")) },
      { key: "opened", title: t("opened"), day: ({ opened_at }) => opened_at },
      { key: "expected", title: t("expected"), amount: ({ expected }) => expected },
      { key: "found", title: t("found"), amount: ({ found }) => found },
    ],
  };
}
