import type { BooksReport, Difference } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { AccountName } from "./account-name";

type CurrencyBooks = BooksReport["currencies"][number];

/** One currency's books: where the money is, and what does not agree. */
export async function CurrencyPanel({ books }: { books: CurrencyBooks }) {
  const t = await getTranslations("books");
  return (
    <Panel title={books.currency}>
      <p className="flex flex-wrap items-center gap-3">
        <Badge tone={books.is_clean ? "good" : "bad"}>
          {books.is_clean ? t("agrees") : t("differs", { count: books.differences.length })}
        </Badge>
        <span className="text-muted">{t("rows", { count: books.row_count })}</span>
      </p>
      <Differences differences={books.differences} />
      {books.accounts.length > 0 && (
        <DataTable
          caption={t("balances", { currency: books.currency })}
          rows={books.accounts}
          rowKey={({ account }) => account}
          columns={[
            { title: t("account"), cell: ({ account }) => <AccountName account={account} /> },
            { title: t("balance"), isNumber: true, cell: ({ balance }) => <Amount of={balance} /> },
          ]}
        />
      )}
    </Panel>
  );
}

/** What does not agree, in words: which rule, what breaks it, and what each side says. */
export async function Differences({ differences }: { differences: Difference[] }) {
  if (!differences.length) return null;
  const t = await getTranslations("books");
  const { locale } = await currentSite();
  const number = new Intl.NumberFormat(locale.tag);
  const side = (value: number | null, currency: string) => {
    if (value === null) return "–";
    return currency ? formatMoney({ minor: value, currency }, locale.tag) : number.format(value);
  };
  return (
    <DataTable
      caption={t("differences")}
      rows={differences}
      rowKey={({ check, subject, detail }) => `${check} ${subject} ${detail}`}
      columns={[
        {
          title: t("what_differs"),
          cell: ({ check, detail }) => (
            <div className="max-w-md whitespace-normal">
              {t.has(`checks.${check}`) ? t(`checks.${check}`) : <bdi dir="ltr">{check}</bdi>}
              {detail && (
                <bdi dir="ltr" className="block font-normal text-muted">
                  {detail}
                </bdi>
              )}
            </div>
          ),
        },
        { title: t("subject"), cell: ({ subject }) => <bdi dir="ltr">{subject}</bdi> },
        {
          title: t("expected"),
          isNumber: true,
          cell: ({ expected, currency }) => <bdi>{side(expected, currency)}</bdi>,
        },
        { title: t("found"), isNumber: true, cell: ({ found, currency }) => <bdi>{side(found, currency)}</bdi> },
      ]}
    />
  );
}
