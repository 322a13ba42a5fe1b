import type { ConversationRow, ConversationState } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<ConversationState, Tone> = { machine: "plain", open: "warn", answered: "good" };

/** Whether staff have answered. */
export async function ConversationMark({ state }: { state: ConversationState }) {
  const t = await getTranslations("conversations.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Conversations, a row each. */
export async function conversationTable(
  _rows: ConversationRow[],
  { listQuery }: Reader,
): Promise<ListTable<ConversationRow>> {
  const t = await getTranslations("conversations");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "about",
        title: t("about"),
        text: ({ about }) => about,
        cell: ({ id, about, language }) => (
          <Link
            href={pageOfRow(`/${locale.tag}/conversations/${id}`, listQuery)}
            className="underline underline-offset-4"
          >
            <bdi lang={language}>{about || id}</bdi>
          </Link>
        ),
      },
      {
        key: "email",
        title: t("email"),
        text: ({ email }) => email,
        cell: ({ email }) => <bdi dir="ltr">{email}</bdi>,
      },
      { key: "language", title: t("language"), text: ({ language }) => languageName(language) },
      { key: "messages", title: t("messages"), isNumber: true, text: ({ message_count }) => String(message_count) },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <ConversationMark state={state} />,
      },
      { key: "handed_over", title: t("handed_over"), time: ({ handed_over_at }) => handed_over_at },
    ],
  };
}
