import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Notice } from "@globalmarket/ui/notice";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { DisputeMark } from "@/features/disputes/dispute-table";
import { EvidencePanel } from "@/features/disputes/evidence-panel";
import { getDispute, getEvidence } from "@/features/disputes/reads";
import { PaidFor } from "@/features/orders/paid-for";

type Props = PageProps<"/[locale]/disputes/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("disputes");
  return { title: t("dispute") };
}

export default async function DisputePage({ params, searchParams }: Props) {
  const { id } = await params;
  const from = listQueryOf(await searchParams);
  const t = await getTranslations("disputes");
  const { locale, region } = await currentSite();
  const home = `/${locale.tag}`;
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/disputes/${id}`} right="see_payments">
      {async () => {
        const dispute = await getDispute(id);
        const person = await requirePerson(`/disputes/${id}`);
        const evidence = mayDo(person, "handle_money") ? await getEvidence(id) : null;
        return (
          <PageFrame
            above={<BackLink href={`${home}/disputes${from}`}>{t("title")}</BackLink>}
            title={
              <>
                {t("dispute")} <bdi>{formatMoney(dispute.amount, locale.tag)}</bdi>
              </>
            }
            mark={<DisputeMark state={dispute.state} />}
          >
            {dispute.state === "open" && <Notice kind="info">{t("open_hint")}</Notice>}
            <PaidFor id={dispute.order_id} words={t("to_order")} />
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("amount"), value: formatMoney(dispute.amount, locale.tag), isStrong: true },
                  { name: t("reason"), value: <bdi>{dispute.reason}</bdi> },
                  { name: t("opened"), value: time(dispute.opened_at) },
                  ...(dispute.respond_by ? [{ name: t("respond_by"), value: time(dispute.respond_by) }] : []),
                  ...(dispute.closed_at ? [{ name: t("closed"), value: time(dispute.closed_at) }] : []),
                  { name: t("payment"), value: <bdi dir="ltr">{dispute.payment_id}</bdi> },
                  { name: t("id"), value: <bdi dir="ltr">{dispute.id}</bdi> },
                ]}
              />
            </Panel>
            {evidence && <EvidencePanel evidence={evidence} isOpen={dispute.state === "open"} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
