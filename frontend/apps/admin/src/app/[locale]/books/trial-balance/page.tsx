import { buttonClass } from "@globalmarket/ui/button";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { BooksFrame } from "@/features/books/books-frame";
import { LEDGER_TYPES } from "@/features/books/filters";
import { periodOf } from "@/features/books/period";
import { PeriodForm } from "@/features/books/period-form";
import { getTrialBalance } from "@/features/books/reads";
import { TrialBalanceTable } from "@/features/books/trial-balance-table";
import { RefusedDownload } from "@/features/money/refused-download";

type Props = PageProps<"/[locale]/books/trial-balance">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("books");
  return { title: t("parts.trial-balance") };
}

export default async function TrialBalancePage({ searchParams }: Props) {
  const t = await getTranslations("books");
  const { locale, region } = await currentSite();
  const asked = await searchParams;
  const period = periodOf(asked, region, new Date());
  const query = writeFilters({ ...period });
  const here = `/${locale.tag}/books/trial-balance`;
  return (
    <Gate path={`/books/trial-balance${query}`} right="handle_money">
      {async () => (
        <BooksFrame part="trial-balance">
          <RefusedDownload asked={asked.refused} />
          <PeriodForm here={here} period={period} />
          <TrialBalanceTable balance={await getTrialBalance(period)} />
          <p className="max-w-2xl text-muted text-sm">{t("trial_balance_hint")}</p>
          <ul aria-label={t("general_ledger")} className="no-print flex flex-wrap gap-3">
            {LEDGER_TYPES.map((type) => (
              <li key={type}>
                <a href={`${here}/general-ledger/${type}${query}`} className={buttonClass("secondary")}>
                  {t("general_ledger_as", { type: type.toUpperCase() })}
                </a>
              </li>
            ))}
          </ul>
        </BooksFrame>
      )}
    </Gate>
  );
}
