import { formatDay } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { RefusedDownload } from "@/features/money/refused-download";
import { PAYOUT_DONE } from "@/features/payouts/done";
import { PayoutMark } from "@/features/payouts/marks";
import { MadeOf, PerOrder, Transfer } from "@/features/payouts/payout-panels";
import { PayoutSteps } from "@/features/payouts/payout-steps";
import { getPayout, getStatement } from "@/features/payouts/reads";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/payouts/all/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("payout") };
}

export default async function PayoutPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  return (
    <Gate path={`/payouts/all/${id}`} right="handle_money">
      {async () => {
        const payout = await getPayout(id); // first: of an unknown payout nothing else is asked
        const [statement, names] = await Promise.all([getStatement(id), vendorNames([payout.vendor_id])]);
        const title = t("payout_of", {
          vendor: names.get(payout.vendor_id) ?? payout.vendor_id,
          day: formatDay(payout.created_at, locale.tag, region.timezone),
        });
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/payouts/all${from}`}>{t("parts.all")}</BackLink>}
            title={title}
            mark={<PayoutMark state={payout.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(PAYOUT_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <RefusedDownload asked={asked.refused} />
            {payout.reason && (
              <Notice kind="info">
                <bdi>{payout.reason}</bdi>
              </Notice>
            )}
            <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
              <MadeOf payout={payout} />
              <Transfer payout={payout} names={names} />
            </div>
            <PayoutSteps payout={payout} from={from} />
            <PerOrder statement={statement} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
