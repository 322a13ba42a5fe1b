import { ListPage } from "@globalmarket/web/lists/list-page";
import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TRANSACTIONS } from "@/features/money/list";
import { MoneyFrame } from "@/features/money/money-frame";

type Props = PageProps<"/[locale]/balance/transactions">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("parts.transactions") };
}

export default async function TransactionsPage({ searchParams }: Props) {
  const t = await getTranslations("money");
  const asked = await searchParams;
  return (
    <ListPage
      list={TRANSACTIONS}
      asked={asked}
      empty={{ icon: <ScrollText />, title: t("no_transactions"), hint: t("no_balance_hint") }}
      frame={(list) => <MoneyFrame part="transactions">{list}</MoneyFrame>}
    />
  );
}
