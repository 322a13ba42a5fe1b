import type { PayoutDetail, Statement } from "@globalmarket/api";
import { formatDay, formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { buttonClass } from "@globalmarket/ui/button";
import { DataTable } from "@globalmarket/ui/data-table";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { rowsPerOrder } from "./per-order";
import { STATEMENT_TYPES } from "./statement-types";

const AMOUNTS = [
  "sales",
  "shipping",
  "refunds",
  "commission",
  "commission_vat",
  "cash_collected",
  "corrections",
] as const;

/** What the payout adds up from. */
export async function MadeOf({ payout }: { payout: PayoutDetail }) {
  const t = await getTranslations("payouts");
  return (
    <Panel title={t("made_of")}>
      <FactList
        facts={[
          ...AMOUNTS.map((name) => ({ name: t(`amounts.${name}`), value: <Amount of={payout.amounts[name]} /> })),
          { name: t("amount"), value: <Amount of={payout.amount} />, isStrong: true },
        ]}
      />
    </Panel>
  );
}

interface TransferProps {
  payout: PayoutDetail;
  names: ReadonlyMap<string, string>;
}

/** Where it goes, how the bank knows it, and the statement as files. */
export async function Transfer({ payout, names }: TransferProps) {
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  const time = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  const given = (name: string, value: string) =>
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
    <Panel title={t("transfer")}>
      <FactList
        facts={[
          { name: t("vendor"), value: <VendorLink id={payout.vendor_id} names={names} /> },
          { name: t("account"), value: <bdi dir="ltr">{payout.masked_account}</bdi> },
          { name: t("period"), value: `${day(payout.period_start)} – ${day(payout.period_end)}` },
          ...(payout.sent_at ? [{ name: t("sent"), value: time(payout.sent_at) }] : []),
          ...(payout.attempts ? [{ name: t("attempt"), value: payout.attempts }] : []),
          ...given(t("end_to_end"), payout.end_to_end_id),
          ...(payout.settled_at ? [{ name: t("settled"), value: time(payout.settled_at) }] : []),
          ...given(t("returned_part"), payout.returned.minor ? formatMoney(payout.returned, locale.tag) : ""),
          ...given(t("bank_reference"), payout.bank_reference),
        ]}
      />
      <Link href={`/${locale.tag}/payouts/runs/${payout.run_id}`} className="self-start underline underline-offset-4">
        {t("to_run")}
      </Link>
      <ul aria-label={t("statement")} className="flex flex-wrap gap-3">
        {STATEMENT_TYPES.map((type) => (
          <li key={type}>
            <a href={`/${locale.tag}/payouts/all/${payout.id}/statement/${type}`} className={buttonClass("secondary")}>
              {t("statement_as", { type: type.toUpperCase() })}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The payout by order: what was sold, what the marketplace kept, what was refunded, and what is paid. */
export async function PerOrder({ statement }: { statement: Statement }) {
  const t = await getTranslations("payouts");
  const rows = rowsPerOrder(statement.lines, statement.currency);
  return (
    <Panel title={t("per_order")}>
      <DataTable
        caption={t("per_order")}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          {
            title: t("order"),
            cell: ({ orderNumber, title }) =>
              orderNumber ? <bdi dir="ltr">{orderNumber}</bdi> : <bdi>{title || t("no_order")}</bdi>,
          },
          { title: t("sold"), isNumber: true, cell: ({ sales }) => <Amount of={sales} /> },
          { title: t("commission"), isNumber: true, cell: ({ commission }) => <Amount of={commission} /> },
          { title: t("amounts.refunds"), isNumber: true, cell: ({ refunds }) => <Amount of={refunds} /> },
          { title: t("other"), isNumber: true, cell: ({ other }) => <Amount of={other} /> },
          { title: t("amount"), isNumber: true, cell: ({ total }) => <Amount of={total} /> },
        ]}
      />
      <p className="self-end font-semibold">
        {t("together")} <Amount of={statement.amount} />
      </p>
    </Panel>
  );
}
