import { formatTime } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { answerCustomer } from "./actions";
import { readThread } from "./reads";

/** What the customer and the vendor wrote about an order, and the answer. */
export async function ThreadPanel({ orderId }: { orderId: string }) {
  const t = await getTranslations("messages");
  const { locale, region } = await currentSite();
  const { messages, isCut } = await readThread(orderId);
  return (
    <Panel title={t("title")} isNarrow>
      {!messages.length && <p className="text-muted">{t("none_of_order")}</p>}
      {isCut && <p className="text-muted">{t("cut", { count: messages.length })}</p>}
      <ol className="flex flex-col gap-3">
        {messages.map(({ id, sender, text, sent_at }) => (
          <li
            key={id}
            className={sender === "customer" ? "border-brand border-s-2 ps-3" : "border-line border-s-2 ps-3"}
          >
            <p className="text-muted text-sm">
              {t(`senders.${sender}`)} ·{" "}
              <time dateTime={sent_at}>{formatTime(sent_at, locale.tag, region.timezone)}</time>
            </p>
            <p dir="auto" className="wrap-anywhere whitespace-pre-line">
              {text}
            </p>
          </li>
        ))}
      </ol>
      <FieldForm
        id="answer"
        action={answerCustomer}
        submit={t("send")}
        look="secondary"
        fields={[
          { name: "order", type: "hidden", value: orderId },
          keyField(),
          { name: "text", type: "textarea", label: t("text"), hint: t("hint"), maxLength: 2000 },
        ]}
      />
    </Panel>
  );
}
