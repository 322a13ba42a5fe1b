import type { OrderPartDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { askVendor } from "./actions";
import { readMessages } from "./reads";

interface Props {
  orderId: string;
  part: OrderPartDetail;
  /** The first of the part, as which a message about it is counted. */
  productId: string;
}

/** What the customer and a vendor wrote about its part of an order, and the next question. Open once there is something to read. */
export async function AskVendor({ orderId, part, productId }: Props) {
  const { messages, isCut } = await readMessages(orderId, part.vendor_order_id);
  const t = await getTranslations("messages");
  const format = await getFormatter();
  const { region } = await currentShop();
  const time = (at: string) =>
    format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: region.timezone });
  return (
    <details className="border-line border-t" open={messages.length > 0}>
      <summary className="py-3 font-medium text-sm">{t("title", { vendor: part.vendor_name })}</summary>
      <div className="flex flex-col gap-4 pb-2">
        {isCut && <p className="text-muted text-sm">{t("cut", { count: messages.length })}</p>}
        {messages.length > 0 && (
          <ol className="flex flex-col gap-3">
            {messages.map(({ id, sender, text, sent_at }) => (
              <li key={id} className={`border-s-2 ps-3 ${sender === "vendor" ? "border-brand" : "border-line"}`}>
                <p className="text-muted text-sm">
                  {sender === "vendor" ? <bdi>{part.vendor_name}</bdi> : t("you")} ·{" "}
                  <time dateTime={sent_at}>{time(sent_at)}</time>
                </p>
                <p dir="auto" className="wrap-anywhere whitespace-pre-line">
                  {text}
                </p>
              </li>
            ))}
          </ol>
        )}
        <FieldForm
          id={`ask-${part.vendor_order_id}`}
          action={askVendor}
          submit={t("send")}
          look="secondary"
          fields={[
            { name: "order", type: "hidden", value: orderId },
            { name: "part", type: "hidden", value: part.vendor_order_id },
            { name: "product", type: "hidden", value: productId },
            keyField(),
            { name: "text", type: "textarea", label: t("text"), hint: t("hint"), maxLength: 2000 },
          ]}
        />
      </div>
    </details>
  );
}
