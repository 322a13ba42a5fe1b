import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { SectionTabs } from "@globalmarket/web/frame/section-tabs";
import { findPerson } from "@globalmarket/web/server/person";
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
  const person = await findPerson();
  const open = PARTS.filter((one) => one !== "account" || (person && mayDo(person, "see_payout_account")));
  return (
    <PageFrame title={t("title")}>
      <SectionTabs
        label={t("parts_title")}
        tabs={open.map((one) => ({ path: pathOf(one), title: t(`parts.${one}`) }))}
        here={pathOf(part)}
      />
      {children}
    </PageFrame>
  );
}

function pathOf(part: Props["part"]): string {
  if (part === "account") return ACCOUNT;
  return part === "overview" ? "/balance" : `/balance/${part}`;
}
