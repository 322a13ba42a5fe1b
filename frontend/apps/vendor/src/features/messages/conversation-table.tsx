import type { OrderConversationView } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Conversations, a row each, with the way to the order that they are about. */
export async function conversationTable(): Promise<ListTable<OrderConversationView>> {
  const t = await getTranslations("messages");
  const { locale } = await currentSite();
  const turn = (awaits: boolean) => t(awaits ? "turns.true" : "turns.false");
  return {
    caption: t("title"),
    rowKey: ({ vendor_order_id }) => vendor_order_id,
    columns: [
      {
        key: "order",
        title: t("order"),
        text: ({ order_number }) => order_number,
        cell: ({ vendor_order_id, order_number }) => (
          <Link href={`/${locale.tag}/orders/${vendor_order_id}`} className="underline underline-offset-4">
            <bdi dir="ltr">{order_number}</bdi>
          </Link>
        ),
      },
      { key: "last", title: t("last"), time: ({ last_sent_at }) => last_sent_at },
      {
        key: "turn",
        title: t("turn"),
        text: ({ awaits_vendor }) => turn(awaits_vendor),
        cell: ({ awaits_vendor }) => <Badge tone={awaits_vendor ? "warn" : "plain"}>{turn(awaits_vendor)}</Badge>,
      },
      {
        key: "text",
        title: t("last_text"),
        text: ({ last_text }) => last_text,
        cell: ({ last_text }) => (
          <p dir="auto" className="max-w-96 whitespace-normal">
            {last_text}
          </p>
        ),
      },
      { key: "count", title: t("count"), isNumber: true, text: ({ message_count }) => message_count },
    ],
  };
}
