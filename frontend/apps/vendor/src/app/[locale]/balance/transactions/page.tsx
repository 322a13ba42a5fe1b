import { Listing } from "@globalmarket/web/frame/listing";
import { currentSite } from "@globalmarket/web/server/site";
import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MoneyFrame } from "@/features/money/money-frame";
import { listTransactions } from "@/features/money/reads";
import { TransactionTable } from "@/features/money/transaction-table";

type Props = PageProps<"/[locale]/balance/transactions">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("parts.transactions") };
}

export default async function TransactionsPage({ searchParams }: Props) {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  const [cursor] = [(await searchParams).cursor].flat();
  return (
    <Gate path="/balance/transactions" right="see_money">
      {async () => {
        const { items, next_cursor } = await listTransactions(cursor ? { cursor } : {});
        const empty = { icon: <ScrollText />, title: t("no_transactions"), hint: t("no_balance_hint") };
        return (
          <MoneyFrame part="transactions">
            <Listing here={`/${locale.tag}/balance/transactions`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <TransactionTable transactions={items} />}
            </Listing>
          </MoneyFrame>
        );
      }}
    </Gate>
  );
}
