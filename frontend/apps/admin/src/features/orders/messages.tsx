import { formatTime } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listMessages } from "./reads";

interface Props {
  orderId: string;
  vendorOrderId: string;
  vendorName: string;
}

/** What the customer and a vendor wrote each other about its part of the order; nothing where they wrote nothing. Staff reads it only. */
export async function Messages({ orderId, vendorOrderId, vendorName }: Props) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  const { messages, isCut } = await listMessages(orderId, vendorOrderId);
  if (!messages.length) return null;
  return (
    <Panel title={t("messages_with", { vendor: vendorName })}>
      {isCut && <p className="text-muted text-sm">{t("messages_cut", { count: messages.length })}</p>}
      <ol className="flex flex-col gap-3">
        {messages.map(({ id, sender, text, sent_at }) => (
          <li key={id} className={`border-s-2 ps-3 ${sender === "vendor" ? "border-brand" : "border-line"}`}>
            <p className="text-muted text-sm">
              {sender === "vendor" ? <bdi>{vendorName}</bdi> : t("customer")} ·{" "}
              <time dateTime={sent_at}>{formatTime(sent_at, locale.tag, region.timezone)}</time>
            </p>
            <p dir="auto" className="wrap-anywhere whitespace-pre-line">
              {text}
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
