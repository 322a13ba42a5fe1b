import { formatDay, formatTime } from "@globalmarket/i18n";
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
import { IssueDecisions } from "@/features/credits/forms";
import { IssueMark } from "@/features/credits/marks";
import { getIssue } from "@/features/credits/reads";
import { CustomerLink } from "@/features/credits/tables";
import { Amount } from "@/features/money/amount";
import { whoDid } from "@/features/money/who";

type Props = PageProps<"/[locale]/credits/issues/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credits");
  return { title: t("issue") };
}

export default async function IssuePage({ params, searchParams }: Props) {
  const { id } = await params;
  const from = listQueryOf(await searchParams);
  const t = await getTranslations("credits");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/credits/issues/${id}`} right="give_credit">
      {async (person) => {
        const issue = await getIssue(id);
        const { kind, amount, reason, customer_id, credit_id, created_at, created_by, decided_at, expires_at } = issue;
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/credits/issues${from}`}>{t("parts.issues")}</BackLink>}
            title={t("issue")}
            mark={<IssueMark state={issue.state} />}
          >
            <IssueDecisions issue={issue} person={person} />
            <Panel title={t(`kinds.${kind}`)} isNarrow>
              <FactList
                facts={[
                  { name: t("amount"), value: <Amount of={amount} />, isStrong: true },
                  ...(customer_id ? [{ name: t("customer"), value: <CustomerLink id={customer_id} /> }] : []),
                  { name: t("reason"), value: <bdi>{reason}</bdi> },
                  { name: t("asked"), value: `${time(created_at)} · ${await whoDid(created_by, person)}` },
                  ...(decided_at
                    ? [{ name: t("decided"), value: `${time(decided_at)} · ${await whoDid(issue.decided_by, person)}` }]
                    : []),
                  ...(expires_at
                    ? [{ name: t("expires"), value: formatDay(expires_at, locale.tag, region.timezone) }]
                    : []),
                ]}
              />
              {credit_id && (
                <Link href={`/${locale.tag}/credits/${credit_id}`} className="self-start underline underline-offset-4">
                  {t("to_credit")}
                </Link>
              )}
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
