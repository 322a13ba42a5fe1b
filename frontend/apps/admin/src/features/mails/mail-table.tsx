import type { MessageRow, MessageState } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const TONES: Record<MessageState, Tone> = { waiting: "warn", sent: "good", failed: "bad" };

/** Whether the mail is on its way. */
export async function MailMark({ state }: { state: MessageState }) {
  const t = await getTranslations("mails.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}

interface Props {
  mails: MessageRow[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Mails, a row each. */
export async function MailTable({ mails, listQuery }: Props) {
  const t = await getTranslations("mails");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={mails}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("subject"),
          cell: ({ id, subject, language }) => (
            <Link href={pageOfRow(`/${locale.tag}/mails/${id}`, listQuery)} className="underline underline-offset-4">
              <bdi lang={language}>{subject}</bdi>
            </Link>
          ),
        },
        { title: t("recipient"), cell: ({ recipient }) => <bdi dir="ltr">{recipient}</bdi> },
        { title: t("state"), cell: ({ state }) => <MailMark state={state} /> },
        { title: t("written"), cell: ({ created_at }) => formatTime(created_at, locale.tag, region.timezone) },
        {
          title: t("sent"),
          cell: ({ sent_at }) => (sent_at ? formatTime(sent_at, locale.tag, region.timezone) : "–"),
        },
      ]}
    />
  );
}
