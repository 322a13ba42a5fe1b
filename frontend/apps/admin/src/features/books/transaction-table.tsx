import type { Transaction } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { PaidFor } from "@/features/orders/paid-for";
import { vendorNames } from "@/features/vendor-names/reads";
import { accountWord } from "./account";
import { AccountName, accountNamer } from "./account-name";

/** Rows of the books: what moved from which account to which, and what it belongs to. */
export async function transactionTable(rows: Transaction[]): Promise<ListTable<Transaction>> {
  const accounts = rows.flatMap(({ source, destination }) => [source, destination]).map(accountWord);
  const names = await vendorNames(accounts.filter(({ key }) => key === "vendor").map(({ id }) => id));
  const nameOf = await accountNamer(names);
  const t = await getTranslations("books");
  const types = await getTranslations("money.types");
  return {
    caption: t("parts.transactions"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "time", title: t("time"), time: ({ occurred_at }) => occurred_at },
      {
        key: "type",
        title: t("type"),
        text: ({ type }) => types(type),
        cell: ({ type }) => <span className="block max-w-48 whitespace-normal">{types(type)}</span>,
      },
      {
        key: "from",
        title: t("from"),
        text: ({ source }) => nameOf(source),
        cell: ({ source }) => <AccountCell account={source} names={names} />,
      },
      {
        key: "to",
        title: t("to"),
        text: ({ destination }) => nameOf(destination),
        cell: ({ destination }) => <AccountCell account={destination} names={names} />,
      },
      {
        key: "belongs_to",
        title: t("belongs_to"),
        text: ({ order_id, payout_id }) => order_id || payout_id,
        cell: (row) => <BelongsTo row={row} />,
      },
      { key: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
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
  if (order_id) return <PaidFor id={order_id} words={t("to_order")} />;
  if (!payout_id) return null;
  return (
    <Link href={`/${locale.tag}/payouts/all/${payout_id}`} className="underline underline-offset-4">
      {t("to_payout")}
    </Link>
  );
}
