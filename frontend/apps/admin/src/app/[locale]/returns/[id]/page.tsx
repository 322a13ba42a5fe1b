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
import { mayDo } from "@/features/access/rights";
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
  const from = listQueryOf(asked);
  const t = await getTranslations("returns");
  const { locale, region } = await currentSite();
  const home = `/${locale.tag}`;
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/returns/${id}`} right="see_returns">
      {async (person) => {
        const found = await getReturn("admin", id);
        return (
          <PageFrame
            above={<BackLink href={`${home}/returns${from}`}>{t("title")}</BackLink>}
            title={
              <>
                {t("return")} <bdi dir="ltr">{found.order_number}</bdi>
              </>
            }
            mark={<ReturnMark state={found.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(RETURN_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <nav aria-label={t("more")} className="flex flex-wrap gap-x-6 gap-y-2">
              <Link href={`${home}/orders/${found.order_id}`} className="underline underline-offset-4">
                {t("to_order")}
              </Link>
              <Link href={`${home}/vendors/${found.vendor_id}`} className="underline underline-offset-4">
                {t("to_vendor")}
              </Link>
            </nav>
            {mayDo(person, "decide_returns") && <NextStep found={found} actions={ACTIONS} from={from} needsReason />}
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
              {found.photo_ids.length > 0 && (
                <ul className="flex flex-wrap gap-3">
                  {found.photo_ids.map((photo, place) => (
                    <li key={photo}>
                      <a
                        href={`${home}/returns/${id}/photos/${photo}`}
                        className="underline underline-offset-4"
                        target="_blank"
                        rel="noreferrer"
                      >
                        {t("photo", { number: place + 1 })}
                      </a>
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
