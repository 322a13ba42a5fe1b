import { formatTime, languageName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { reply } from "@/features/conversations/actions";
import { ConversationMark } from "@/features/conversations/conversation-table";
import { getConversation } from "@/features/conversations/reads";
import { Transcript } from "@/features/conversations/transcript";

type Props = PageProps<"/[locale]/conversations/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("conversations");
  return { title: t("conversation") };
}

export default async function ConversationPage({ params, searchParams }: Props) {
  const { id } = await params;
  const t = await getTranslations("conversations");
  const { locale, region } = await currentSite();
  const from = listQueryOf(await searchParams);
  const home = `/${locale.tag}`;
  return (
    <Gate path={`/conversations/${id}`} right="see_customers">
      {async () => {
        const { conversation, note, messages } = await getConversation(id);
        const { customer_id: customer, handed_over_at: at } = conversation;
        return (
          <PageFrame
            above={<BackLink href={`${home}/conversations${from}`}>{t("title")}</BackLink>}
            title={<bdi lang={conversation.language}>{conversation.about || t("conversation")}</bdi>}
            mark={<ConversationMark state={conversation.state} />}
          >
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("email"), value: <bdi dir="ltr">{conversation.email}</bdi> },
                  { name: t("language"), value: languageName(conversation.language) },
                  { name: t("handed_over"), value: at ? formatTime(at, locale.tag, region.timezone) : "–" },
                  ...(note ? [{ name: t("note"), value: <bdi lang={conversation.language}>{note}</bdi> }] : []),
                ]}
              />
              {customer && (
                <Link href={`${home}/customers/${customer}`} className="underline underline-offset-4">
                  {t("to_customer")}
                </Link>
              )}
            </Panel>
            <Panel title={t("transcript")} isNarrow>
              <Transcript messages={messages} language={conversation.language} />
            </Panel>
            <Panel title={t("reply")} isNarrow>
              <FieldForm
                id="reply"
                action={reply}
                submit={t("send")}
                fields={[
                  keyField(),
                  { name: "conversation", type: "hidden", value: id },
                  {
                    name: "reply",
                    type: "textarea",
                    label: t("your_reply"),
                    hint: t("reply_hint", { language: languageName(conversation.language) }),
                    maxLength: 5000,
                  },
                ]}
              />
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
