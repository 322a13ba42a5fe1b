import type { Transaction } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { AccountName } from "./account-name";

interface Props {
  transactions: Transaction[];
  /** Of vendors, by id. */
  names: ReadonlyMap<string, string>;
}

/** Rows of the books: what moved from which account to which, and what it belongs to. */
export async function TransactionTable({ transactions, names }: Props) {
  const t = await getTranslations("books");
  const types = await getTranslations("money.types");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.transactions")}
      rows={transactions}
      rowKey={({ id }) => id}
      columns={[
        { title: t("time"), cell: ({ occurred_at }) => formatTime(occurred_at, locale.tag, region.timezone) },
        {
          title: t("type"),
          cell: ({ type }) => <span className="block max-w-48 whitespace-normal">{types(type)}</span>,
        },
        { title: t("from"), cell: ({ source }) => <AccountCell account={source} names={names} /> },
        { title: t("to"), cell: ({ destination }) => <AccountCell account={destination} names={names} /> },
        { title: t("belongs_to"), cell: (row) => <BelongsTo row={row} /> },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}

function AccountCell({ account, names }: { account: string; names: ReadonlyMap<string, string> }) {
  return (
    <span className="block max-w-56 whitespace-normal break-words">
      <AccountName account={account} names={names} />
    </span>
  );
}

async function BelongsTo({ row: { order_id, payout_id } }: { row: Transaction }) {
  const t = await getTranslations("books");
  const { locale } = await currentSite();
  const look = "underline underline-offset-4";
  if (order_id) {
    return (
      <Link href={`/${locale.tag}/orders/${order_id}`} className={look}>
        {t("to_order")}
      </Link>
    );
  }
  if (!payout_id) return null;
  return (
    <Link href={`/${locale.tag}/payouts/all/${payout_id}`} className={look}>
      {t("to_payout")}
    </Link>
  );
}
