import { formatTime } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { AdjustmentMark } from "@/features/adjustments/adjustment-mark";
import { Decisions } from "@/features/adjustments/decisions";
import { ADJUSTMENT_DONE } from "@/features/adjustments/filters";
import { getAdjustment } from "@/features/adjustments/reads";
import { Amount } from "@/features/money/amount";
import { whoDid } from "@/features/money/who";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";

type Props = PageProps<"/[locale]/adjustments/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adjustments");
  return { title: t("adjustment") };
}

export default async function AdjustmentPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const t = await getTranslations("adjustments");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/adjustments/${id}`} right="handle_money">
      {async (person) => {
        const adjustment = await getAdjustment(id);
        const { vendor_id, kind, amount, reference, reason, created_at, created_by, decided_at, decided_by } =
          adjustment;
        const names = await vendorNames([vendor_id]);
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/adjustments${from}`}>{t("title")}</BackLink>}
            title={t("adjustment")}
            mark={<AdjustmentMark state={adjustment.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(ADJUSTMENT_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <Panel title={t(`kinds.${kind}`)} isNarrow>
              <FactList
                facts={[
                  { name: t("amount"), value: <Amount of={amount} />, isStrong: true },
                  { name: t("vendor"), value: <VendorLink id={vendor_id} names={names} /> },
                  ...(reference ? [{ name: t("reference"), value: <bdi dir="ltr">{reference}</bdi> }] : []),
                  { name: t("reason"), value: <bdi>{reason}</bdi> },
                  { name: t("proposed_on"), value: `${time(created_at)} · ${await whoDid(created_by, person)}` },
                  ...(decided_at
                    ? [{ name: t("decided"), value: `${time(decided_at)} · ${await whoDid(decided_by, person)}` }]
                    : []),
                ]}
              />
              <p className="text-muted text-sm">{amount.minor < 0 ? t("charged") : t("credited")}</p>
            </Panel>
            <Decisions adjustment={adjustment} person={person} from={from} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
