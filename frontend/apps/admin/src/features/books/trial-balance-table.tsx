import type { TrialBalance } from "@globalmarket/api";
import { DataTable } from "@globalmarket/ui/data-table";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { AccountName } from "./account-name";

type Movement = TrialBalance["total"];

/** Every account over a period; the last row adds up to nothing before and after it. */
export async function TrialBalanceTable({ balance: { accounts, total } }: { balance: TrialBalance }) {
  const t = await getTranslations("books");
  const amount = (title: string, of: (row: Movement) => Movement["opening"]) => ({
    title,
    isNumber: true,
    cell: (row: Movement) => <Amount of={of(row)} />,
  });
  return (
    <DataTable
      caption={t("parts.trial-balance")}
      rows={[...accounts, { ...total, account: "" }]}
      rowKey={({ account }) => account}
      columns={[
        {
          title: t("account"),
          cell: ({ account }) => (account ? <AccountName account={account} /> : t("total")),
        },
        amount(t("opening"), ({ opening }) => opening),
        amount(t("debit"), ({ debit }) => debit),
        amount(t("credit"), ({ credit }) => credit),
        amount(t("closing"), ({ closing }) => closing),
      ]}
    />
  );
}
