import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { findPerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { mayDo } from "@/features/access/rights";
import { Tabs } from "@/features/frame/tabs";

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
      <Tabs
        label={t("parts_title")}
        tabs={open.map((one) => ({
          href: addressOf(one, locale.tag),
          title: t(`parts.${one}`),
          isCurrent: one === part,
        }))}
      />
      {children}
    </PageFrame>
  );
}

function addressOf(part: (typeof PARTS)[number], locale: string): string {
  if (part === "account") return `/${locale}${ACCOUNT}`;
  return part === "overview" ? `/${locale}/balance` : `/${locale}/balance/${part}`;
}
