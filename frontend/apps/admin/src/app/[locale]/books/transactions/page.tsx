import { ListPage } from "@globalmarket/web/lists/list-page";
import { BookOpen } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BooksFrame } from "@/features/books/books-frame";
import { TRANSACTIONS } from "@/features/books/list";
import { TRANSACTION_TYPES } from "@/features/money/transaction-type";

type Props = PageProps<"/[locale]/books/transactions">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("books");
  return { title: t("parts.transactions") };
}

export default async function TransactionsPage({ searchParams }: Props) {
  const t = await getTranslations("books");
  const types = await getTranslations("money.types");
  const asked = await searchParams;
  return (
    <ListPage
      list={TRANSACTIONS}
      asked={asked}
      fields={[
        {
          name: "type",
          type: "select",
          label: t("type"),
          options: TRANSACTION_TYPES.map((value) => ({ value, label: types(value) })),
        },
        { name: "account", label: t("account_field") },
        { name: "order_id", type: "id", label: t("order_id") },
        { name: "payout_id", type: "id", label: t("payout_id") },
        { name: "vendor_id", type: "id", label: t("vendor_id") },
      ]}
      empty={{ icon: <BookOpen />, title: t("no_transactions"), hint: t("no_transactions_hint") }}
      frame={(list) => <BooksFrame part="transactions">{list}</BooksFrame>}
    />
  );
}
