import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { findPerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { mayDo } from "@/features/access/rights";

const PARTS = ["overview", "transactions", "payouts", "invoices", "account"] as const;
/** Where mails lead. */
const ACCOUNT = "/payout-account";

interface Props {
  part: (typeof PARTS)[number];
  children: ReactNode;
}

/** A page about money, under the links to the others. */
export async function MoneyFrame({ part, children }: Props) {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  const person = await findPerson();
  const open = PARTS.filter((one) => one !== "account" || (person && mayDo(person, "see_payout_account")));
  return (
    <PageFrame title={t("title")}>
      <nav aria-label={t("parts_title")} className="no-print border-line border-b">
        <ul className="flex gap-1 overflow-x-auto">
          {open.map((one) => (
            <li key={one}>
              <Link
                href={addressOf(one, locale.tag)}
                aria-current={one === part ? "page" : undefined}
                className="flex min-h-11 items-center whitespace-nowrap border-transparent border-b-2 px-3 hover:bg-sunken aria-[current]:border-brand aria-[current]:font-semibold"
              >
                {t(`parts.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </PageFrame>
  );
}

function addressOf(part: (typeof PARTS)[number], locale: string): string {
  if (part === "account") return `/${locale}${ACCOUNT}`;
  return part === "overview" ? `/${locale}/balance` : `/${locale}/balance/${part}`;
}
