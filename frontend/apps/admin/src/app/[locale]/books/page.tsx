import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { BooksFrame } from "@/features/books/books-frame";
import { CurrencyPanel, Differences } from "@/features/books/check-panels";
import { checkBooks } from "@/features/books/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("books");
  return { title: t("title") };
}

export default async function BooksPage() {
  const t = await getTranslations("books");
  const { locale, region } = await currentSite();
  return (
    <Gate path="/books" right="handle_money">
      {async () => {
        const { is_clean, checked_at, currencies, other_differences } = await checkBooks();
        const time = formatTime(checked_at, locale.tag, region.timezone);
        return (
          <BooksFrame part="check">
            <Notice kind={is_clean ? "success" : "problem"}>{t(is_clean ? "clean" : "not_clean", { time })}</Notice>
            {!is_clean && <p className="max-w-2xl text-muted">{t("not_clean_hint")}</p>}
            {other_differences.length > 0 && (
              <Panel title={t("other_differences")}>
                <Differences differences={other_differences} />
              </Panel>
            )}
            {currencies.map((books) => (
              <CurrencyPanel key={books.currency} books={books} />
            ))}
            <p className="max-w-2xl text-muted text-sm">{t("balances_hint")}</p>
          </BooksFrame>
        );
      }}
    </Gate>
  );
}
