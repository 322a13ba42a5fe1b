import { formatTime } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { Amount } from "@/features/money/amount";
import { RefusedDownload } from "@/features/money/refused-download";
import { whoDid } from "@/features/money/who";
import { PAYOUT_DONE } from "@/features/payouts/done";
import { RunMark } from "@/features/payouts/marks";
import { payoutTable } from "@/features/payouts/payout-table";
import { NotPaid, WouldPay } from "@/features/payouts/preview-tables";
import { getRun } from "@/features/payouts/reads";
import { RunSteps } from "@/features/payouts/run-steps";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/payouts/runs/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("run") };
}

export default async function RunPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  return (
    <Gate path={`/payouts/runs/${id}`} right="handle_money">
      {async (person) => {
        const run = await getRun(id);
        const { payouts, skipped, preview, total, created_at, approved_at, paid_at } = run;
        const lines = [...payouts, ...skipped, ...preview];
        const names = await vendorNames(lines.map(({ vendor_id }) => vendor_id));
        const isPreview = run.state === "preview";
        const [would, wouldNot] = [true, false].map((is) =>
          preview.filter(({ ineligibility_reason }) => (ineligibility_reason === null) === is),
        );
        return (
          <PageFrame
            above={<BackLink href={`/${locale.tag}/payouts`}>{t("parts.runs")}</BackLink>}
            title={t("run")}
            mark={<RunMark state={run.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(PAYOUT_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <RefusedDownload asked={asked.refused} />
            <Panel title={isPreview ? t("would_be_paid") : t("is_paid")}>
              <FactList
                facts={[
                  { name: t("amount"), value: <Amount of={total} />, isStrong: true },
                  { name: t("up_to"), value: time(run.period_end) },
                  { name: t("made"), value: `${time(created_at)} · ${await whoDid(run.created_by, person)}` },
                  ...(approved_at
                    ? [
                        {
                          name: t("approved"),
                          value: `${time(approved_at)} · ${await whoDid(run.approved_by, person)}`,
                        },
                      ]
                    : []),
                  ...(paid_at ? [{ name: t("paid_on"), value: time(paid_at) }] : []),
                ]}
              />
            </Panel>
            <RunSteps run={run} person={person} />
            {isPreview && <WouldPay lines={would ?? []} names={names} />}
            {payouts.length > 0 && <RowTable table={await payoutTable(payouts, { listQuery: "" })} rows={payouts} />}
            <NotPaid lines={isPreview ? (wouldNot ?? []) : skipped} names={names} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
