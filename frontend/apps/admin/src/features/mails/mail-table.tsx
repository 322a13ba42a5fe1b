import type { MessageRow, MessageState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<MessageState, Tone> = { waiting: "warn", sent: "good", failed: "bad" };

/** Whether the mail is on its way. */
export async function MailMark({ state }: { state: MessageState }) {
  const t = await getTranslations("mails.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

/** Mails, a row each. */
export async function mailTable(_rows: MessageRow[], { listQuery }: Reader): Promise<ListTable<MessageRow>> {
  const t = await getTranslations("mails");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "subject",
        title: t("subject"),
        text: ({ subject }) => subject,
        cell: ({ id, subject, language }) => (
          <Link href={pageOfRow(`/${locale.tag}/mails/${id}`, listQuery)} className="underline underline-offset-4">
            <bdi lang={language}>{subject}</bdi>
          </Link>
        ),
      },
      {
        key: "recipient",
        title: t("recipient"),
        text: ({ recipient }) => recipient,
        cell: ({ recipient }) => <bdi dir="ltr">{recipient}</bdi>,
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <MailMark state={state} />,
      },
      { key: "written", sort: "created_at", title: t("written"), time: ({ created_at }) => created_at },
      { key: "sent", title: t("sent"), time: ({ sent_at }) => sent_at },
    ],
  };
}
