import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
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
import { mayDo } from "@/features/access/rights";
import { PaidFor } from "@/features/orders/paid-for";
import { REFUND_DONE } from "@/features/refunds/done";
import { Handling } from "@/features/refunds/handling";
import { getRefund } from "@/features/refunds/reads";
import { RefundMark } from "@/features/refunds/refund-table";

type Props = PageProps<"/[locale]/refunds/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("refunds");
  return { title: t("refund") };
}

export default async function RefundPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const t = await getTranslations("refunds");
  const { locale, region } = await currentSite();
  const home = `/${locale.tag}`;
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/refunds/${id}`} right="see_payments">
      {async (person) => {
        const refund = await getRefund(id);
        return (
          <PageFrame
            above={<BackLink href={`${home}/refunds${from}`}>{t("title")}</BackLink>}
            title={
              <>
                {t("refund")} <bdi>{formatMoney(refund.amount, locale.tag)}</bdi>
              </>
            }
            mark={<RefundMark state={refund.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(REFUND_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <PaidFor id={refund.order_id} words={t("to_order")} />
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("amount"), value: formatMoney(refund.amount, locale.tag), isStrong: true },
                  { name: t("requested"), value: time(refund.created_at) },
                  ...(refund.settled_at ? [{ name: t("settled_on"), value: time(refund.settled_at) }] : []),
                  { name: t("origin"), value: t(`origins.${refund.origin}`) },
                  ...(refund.reason ? [{ name: t("reason"), value: <bdi>{refund.reason}</bdi> }] : []),
                  ...(refund.failure_code
                    ? [{ name: t("failure"), value: <bdi dir="ltr">{refund.failure_code}</bdi> }]
                    : []),
                  { name: t("id"), value: <bdi dir="ltr">{refund.id}</bdi> },
                ]}
              />
              {refund.follows && (
                <Link href={`${home}/refunds/${refund.follows}`} className="self-start underline underline-offset-4">
                  {t("follows")}
                </Link>
              )}
            </Panel>
            {mayDo(person, "settle_refunds") && <Handling refund={refund} from={from} />}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
