import { formatTime } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { getReturn, RETURN_DONE } from "@globalmarket/web/returns/changes";
import { NextStep } from "@globalmarket/web/returns/forms";
import { ExchangeNote, ReturnLines, ReturnMark } from "@globalmarket/web/returns/parts";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ReturnLabelPanel } from "@/features/labels/return-label-panel";
import { weightIn } from "@/features/labels/weight";
import { approveReturn, inspectReturn, labelReturn, receiveReturn, refuseReturn } from "@/features/returns/actions";

const ACTIONS = {
  approve: approveReturn,
  label: labelReturn,
  refuse: refuseReturn,
  receive: receiveReturn,
  inspect: inspectReturn,
};

type Props = PageProps<"/[locale]/returns/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("returns");
  return { title: t("return") };
}

export default async function ReturnPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const t = await getTranslations("returns");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/returns/${id}`} right="handle_returns">
      {async () => {
        const found = await getReturn("vendor", id);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/returns${listQueryOf(asked)}`}>{t("title")}</BackLink>}
            title={
              <>
                {t("return")} <bdi dir="ltr">{found.order_number}</bdi>
              </>
            }
            mark={<ReturnMark state={found.state} />}
          >
            <Link
              href={`/${locale.tag}/orders/${found.vendor_order_id}`}
              className="self-start underline underline-offset-4"
            >
              {t("to_order")}
            </Link>
            <Done
              asked={asked.done}
              messages={Object.fromEntries(RETURN_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <NextStep found={found} actions={ACTIONS} />
            <ReturnLabelPanel found={found} weight={weightIn(asked.weight)} />
            <ExchangeNote found={found} />
            <ReturnLines found={found} />
            <Panel title={t("facts")}>
              <FactList
                facts={[
                  { name: t("requested"), value: time(found.requested_at) },
                  { name: t("reason"), value: t(`reasons.${found.reason}`) },
                  ...(found.comment ? [{ name: t("comment"), value: <bdi>{found.comment}</bdi> }] : []),
                  ...(found.send_until ? [{ name: t("send_until"), value: time(found.send_until) }] : []),
                  ...(found.received_at ? [{ name: t("received_on"), value: time(found.received_at) }] : []),
                  ...(found.decision ? [{ name: t("decision"), value: <bdi>{found.decision}</bdi> }] : []),
                ]}
              />
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
