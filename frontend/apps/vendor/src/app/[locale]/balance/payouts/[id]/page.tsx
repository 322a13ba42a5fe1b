import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { buttonClass } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MoneyFrame } from "@/features/money/money-frame";
import { PayoutMark } from "@/features/money/payout-table";
import { getPayout, listTransactions } from "@/features/money/reads";
import { STATEMENT_TYPES } from "@/features/money/statement-types";
import { transactionTable } from "@/features/money/transaction-table";

type Props = PageProps<"/[locale]/balance/payouts/[id]">;

const AMOUNTS = [
  "sales",
  "shipping",
  "refunds",
  "commission",
  "commission_vat",
  "cash_collected",
  "corrections",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("payout") };
}

export default async function PayoutPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const t = await getTranslations("money");
  const { locale, region } = await currentSite();
  return (
    <Gate path={`/balance/payouts/${id}`} right="see_money">
      {async () => {
        const [payout, { items }] = await Promise.all([getPayout(id), listTransactions({ payout_id: id })]);
        const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
        return (
          <MoneyFrame part="payouts">
            <BackLink href={`/${locale.tag}/balance/payouts${listQueryOf(asked)}`}>{t("parts.payouts")}</BackLink>
            <div className="flex flex-wrap items-center gap-3">
              <h2 className="font-semibold text-xl">
                {t("payout")}: {day(payout.created_at)}
              </h2>
              <PayoutMark state={payout.state} />
            </div>
            {payout.reason && <Notice kind="info">{payout.reason}</Notice>}
            <div className="grid gap-6 md:grid-cols-2">
              <Panel title={t("made_of")}>
                <FactList
                  facts={[
                    ...AMOUNTS.map((name) => ({
                      name: t(`amounts.${name}`),
                      value: <bdi>{formatMoney(payout.amounts[name], locale.tag)}</bdi>,
                    })),
                    { name: t("amount"), value: formatMoney(payout.amount, locale.tag), isStrong: true },
                  ]}
                />
              </Panel>
              <Panel title={t("transfer")}>
                <FactList
                  facts={[
                    { name: t("account"), value: <bdi dir="ltr">{payout.masked_account}</bdi> },
                    { name: t("period"), value: `${day(payout.period_start)} – ${day(payout.period_end)}` },
                    ...(payout.sent_at ? [{ name: t("sent"), value: day(payout.sent_at) }] : []),
                    ...(payout.settled_at ? [{ name: t("settled"), value: day(payout.settled_at) }] : []),
                    ...(payout.returned.minor
                      ? [{ name: t("returned_part"), value: formatMoney(payout.returned, locale.tag) }]
                      : []),
                    ...(payout.bank_reference
                      ? [{ name: t("reference"), value: <bdi dir="ltr">{payout.bank_reference}</bdi> }]
                      : []),
                  ]}
                />
                <ul aria-label={t("statement")} className="flex flex-wrap gap-3">
                  {STATEMENT_TYPES.map((type) => (
                    <li key={type}>
                      <a
                        href={`/${locale.tag}/balance/payouts/${id}/statement/${type}`}
                        className={buttonClass("secondary")}
                      >
                        {t("statement_as", { type: type.toUpperCase() })}
                      </a>
                    </li>
                  ))}
                </ul>
              </Panel>
            </div>
            <RowTable table={await transactionTable()} rows={items} />
          </MoneyFrame>
        );
      }}
    </Gate>
  );
}
