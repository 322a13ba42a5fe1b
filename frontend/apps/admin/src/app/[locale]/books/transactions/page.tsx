import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { BookOpen } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { accountWord } from "@/features/books/account";
import { BooksFrame } from "@/features/books/books-frame";
import { TRANSACTION_FILTERS } from "@/features/books/filters";
import { listTransactions } from "@/features/books/reads";
import { TransactionTable } from "@/features/books/transaction-table";
import { TRANSACTION_TYPES } from "@/features/money/transaction-type";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/books/transactions">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("books");
  return { title: t("parts.transactions") };
}

export default async function TransactionsPage({ searchParams }: Props) {
  const t = await getTranslations("books");
  const types = await getTranslations("money.types");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, TRANSACTION_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/books/transactions`;
  return (
    <Gate path={`/books/transactions${writeFilters({ ...filters, cursor })}`} right="handle_money">
      {async () => {
        const { items, next_cursor } = await listTransactions(filters, cursor);
        const accounts = items.flatMap(({ source, destination }) => [source, destination]).map(accountWord);
        const names = await vendorNames(accounts.filter(({ key }) => key === "vendor").map(({ id }) => id));
        return (
          <BooksFrame part="transactions">
            <FilterForm
              here={here}
              chosen={filters}
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
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <BookOpen />, title: t("no_transactions"), hint: t("no_transactions_hint") }}
            >
              {items.length > 0 && <TransactionTable transactions={items} names={names} />}
            </Listing>
          </BooksFrame>
        );
      }}
    </Gate>
  );
}
