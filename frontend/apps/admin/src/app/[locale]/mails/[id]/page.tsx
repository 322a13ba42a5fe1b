import { formatTime, languageName } from "@globalmarket/i18n";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MailMark } from "@/features/mails/mail-table";
import { getMail } from "@/features/mails/reads";
import { PaidFor } from "@/features/orders/paid-for";

type Props = PageProps<"/[locale]/mails/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mails");
  return { title: t("mail") };
}

export default async function MailPage({ params, searchParams }: Props) {
  const { id } = await params;
  const t = await getTranslations("mails");
  const { locale, region } = await currentSite();
  const from = listQueryOf(await searchParams);
  const home = `/${locale.tag}`;
  const time = (at: string) => formatTime(at, locale.tag, region.timezone);
  return (
    <Gate path={`/mails/${id}`} right="see_customers">
      {async () => {
        const { message, body } = await getMail(id);
        return (
          <PageFrame
            above={<BackLink href={`${home}/mails${from}`}>{t("title")}</BackLink>}
            title={<bdi lang={message.language}>{message.subject}</bdi>}
            mark={<MailMark state={message.state} />}
          >
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("recipient"), value: <bdi dir="ltr">{message.recipient}</bdi> },
                  { name: t("language"), value: languageName(message.language) },
                  { name: t("written"), value: time(message.created_at) },
                  { name: t("sent"), value: message.sent_at ? time(message.sent_at) : "–" },
                  { name: t("attempts"), value: message.attempts },
                  ...(message.last_error
                    ? [{ name: t("error"), value: <bdi dir="ltr">{message.last_error}</bdi> }]
                    : []),
                ]}
              />
              {message.order_id && <PaidFor id={message.order_id} words={t("to_order")} />}
            </Panel>
            <Panel title={t("text")} isNarrow>
              <p lang={message.language} dir="auto" className="whitespace-pre-line break-words">
                {body}
              </p>
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
