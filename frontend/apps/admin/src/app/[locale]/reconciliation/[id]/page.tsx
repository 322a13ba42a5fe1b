import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
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
import { Amount } from "@/features/money/amount";
import { whoDid } from "@/features/money/who";
import { DifferenceForms } from "@/features/reconciliation/difference-forms";
import { DifferenceMark } from "@/features/reconciliation/difference-table";
import { DIFFERENCE_DONE } from "@/features/reconciliation/filters";
import { getDifference } from "@/features/reconciliation/reads";

type Props = PageProps<"/[locale]/reconciliation/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: t("difference") };
}

export default async function DifferencePage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const t = await getTranslations("reconciliation");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  const code = (name: string, value: string) =>
    value
      ? [
          {
            name,
            value: (
              <bdi dir="ltr" className="break-all">
                {value}
              </bdi>
            ),
          },
        ]
      : [];
  return (
    <Gate path={`/reconciliation/${id}`} right="handle_money">
      {async (person) => {
        const difference = await getDifference(id);
        const { kind, entry_kind, expected, found, owner_id, reason, report_id } = difference;
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/reconciliation${from}`}>{t("parts.differences")}</BackLink>}
            title={t(`kinds.${kind}`)}
            mark={<DifferenceMark state={difference.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(DIFFERENCE_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            {reason && (
              <Notice kind="info">
                <bdi>{reason}</bdi>
              </Notice>
            )}
            <p className="max-w-2xl text-muted">{t(`look_at.${kind}`)}</p>
            <Panel title={t(`entries.${entry_kind}`)} isNarrow>
              <FactList
                facts={[
                  { name: t("expected"), value: expected ? <Amount of={expected} /> : t("not_there") },
                  { name: t("found"), value: found ? <Amount of={found} /> : t("not_there") },
                  ...code(t("provider"), difference.provider),
                  ...code(t("payment"), difference.payment_id),
                  ...code(t("ours"), difference.subject_id),
                  { name: t("owner"), value: owner_id ? await whoDid(owner_id, person) : t("nobody") },
                  { name: t("opened"), value: time(difference.opened_at) },
                  { name: t("changed"), value: time(difference.changed_at) },
                ]}
              />
              {report_id && (
                <Link
                  href={`/${locale.tag}/reconciliation/reports/${report_id}`}
                  className="self-start underline underline-offset-4"
                >
                  {t("to_report")}
                </Link>
              )}
            </Panel>
            <DifferenceForms difference={difference} person={person} from={from} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
