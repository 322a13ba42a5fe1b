import type { OrderPartDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { readThread, type Thread } from "./reads";

/** What the customer and each vendor wrote each other about an order, by vendor; staff only reads it. */
export async function MessagesPanel({ orderId, parts }: { orderId: string; parts: OrderPartDetail[] }) {
  const t = await getTranslations("order-messages");
  const threads = await Promise.all(
    parts.map(async (part) => ({ part, thread: await readThread(orderId, part.vendor_order_id) })),
  );
  const written = threads.filter(({ thread }) => thread.messages.length > 0);
  return (
    <Panel title={t("title")} isNarrow>
      {!written.length && <p className="text-muted">{t("none")}</p>}
      {written.map(({ part, thread }) => (
        <MessageThread key={part.vendor_order_id} vendor={part.vendor_name} thread={thread} />
      ))}
    </Panel>
  );
}

async function MessageThread({ vendor, thread: { messages, isCut } }: { vendor: string; thread: Thread }) {
  const t = await getTranslations("order-messages");
  const { locale, region } = await currentSite();
  return (
    <section aria-label={t("with", { vendor })} className="flex flex-col gap-3">
      <h3 className="font-medium">{t("with", { vendor })}</h3>
      {isCut && <p className="text-muted">{t("cut", { count: messages.length })}</p>}
      <ol className="flex flex-col gap-3">
        {messages.map(({ id, sender, text, sent_at }) => (
          <li key={id} className={sender === "vendor" ? "border-brand border-s-2 ps-3" : "border-line border-s-2 ps-3"}>
            <p className="text-muted text-sm">
              {sender === "vendor" ? <bdi>{vendor}</bdi> : t("customer")} ·{" "}
              <time dateTime={sent_at}>{formatTime(sent_at, locale.tag, region.timezone)}</time>
            </p>
            <p dir="auto" className="wrap-anywhere whitespace-pre-line">
              {text}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
