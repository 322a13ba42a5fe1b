import type { PayoutRunRow } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { whoFor } from "@/features/money/who";
import { RunMark } from "./marks";

/** Payout runs, a row each. */
export async function runTable(_rows: PayoutRunRow[], { person }: Reader): Promise<ListTable<PayoutRunRow>> {
  const who = await whoFor(person);
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return {
    caption: t("parts.runs"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "made",
        title: t("made"),
        time: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link href={`/${locale.tag}/payouts/runs/${id}`} className="underline underline-offset-4">
            {time(created_at)}
          </Link>
        ),
      },
      { key: "currency", title: t("currency"), text: ({ currency }) => currency },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`run_states.${state}`),
        cell: ({ state }) => <RunMark state={state} />,
      },
      { key: "made_by", title: t("made_by"), text: ({ created_by }) => who(created_by) },
      {
        key: "approved_by",
        title: t("approved_by"),
        text: ({ approved_by, approved_at }) => approved_at && who(approved_by),
      },
      { key: "paid_on", title: t("paid_on"), time: ({ paid_at }) => paid_at },
    ],
  };
}
