import { Button } from "@globalmarket/ui/button";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { askOnPage, handOver, startAgain } from "@/features/assistant/actions";
import { ChatMessage } from "@/features/assistant/chat-message";
import { findConversation } from "@/features/assistant/talking";
import { chatWords } from "@/features/assistant/words";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("assistant");
  return { title: t("title"), robots: { index: false } };
}

/** The assistant as a page, which works without scripts. */
export default async function ChatPage() {
  const t = await getTranslations("assistant");
  const { region, locale } = await currentShop();
  if (!region.features.assistant) notFound();
  const conversation = await findConversation();
  const words = await chatWords();
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-8">
      <h1 className="font-bold text-3xl tracking-tight">{t("title")}</h1>
      <p className="text-muted">
        {t("notice")}{" "}
        <Link href={`/${locale.tag}/pages/privacy`} className="underline underline-offset-4">
          {t("privacy")}
        </Link>
      </p>
      {conversation && (
        <section aria-label={t("log")} className="flex flex-col gap-4">
          {conversation.messages.map((message) => (
            <ChatMessage key={message.number} message={message} locale={locale.tag} words={words} />
          ))}
        </section>
      )}
      <div id="end">
        <FieldForm
          key={conversation?.messages.length ?? 0}
          id="chat"
          action={askOnPage}
          submit={t("send")}
          fields={[{ name: "text", type: "textarea", label: t("label"), maxLength: 500 }]}
        />
      </div>
      <section id="hand-over" className="flex flex-col gap-4 border-line border-t pt-6">
        <h2 className="font-semibold text-xl">{t("hand_over")}</h2>
        <p className="text-muted">{t("hand_over_hint")}</p>
        <FieldForm
          id="hand-over-form"
          action={handOver}
          submit={t("hand_over")}
          look="secondary"
          isOnce
          fields={[
            {
              name: "email",
              type: "email",
              label: t("email"),
              autoComplete: "email",
              hint: t("email_hint"),
              optional: t("optional"),
            },
            { name: "note", type: "textarea", label: t("note"), optional: t("optional"), maxLength: 1000 },
          ]}
        />
      </section>
      {conversation && (
        <form action={startAgain}>
          <Button type="submit" look="danger">
            {t("start_again")}
          </Button>
        </form>
      )}
    </div>
  );
}
