import { Notice } from "@globalmarket/ui/notice";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { MoneyFrame } from "@/features/money/money-frame";
import { readOutlook } from "@/features/money/reads";
import { AccountPanel } from "@/features/payout-account/account-panel";
import { ConnectedPanel } from "@/features/payout-account/connected-panel";
import { NamedPanels } from "@/features/payout-account/named-panel";
import { listAccounts, readConnected } from "@/features/payout-account/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payout-account");
  return { title: t("title") };
}

export default async function PayoutAccountPage({ searchParams }: PageProps<"/[locale]/payout-account">) {
  const asked = await searchParams;
  const one = (name: string) => (typeof asked[name] === "string" ? asked[name] : undefined);
  return (
    <Gate path="/payout-account" right="see_payout_account">
      {async () => {
        const t = await getTranslations();
        const { region } = await currentSite();
        const person = await requirePerson("/payout-account");
        const [accounts, connected, { items, held_order_count }] = await Promise.all([
          listAccounts(),
          readConnected(),
          readOutlook(),
        ]);
        const mayChange = mayDo(person, "change_payout_account");
        return (
          <MoneyFrame part="account">
            <p className="max-w-2xl text-muted">{t("payout-account.intro")}</p>
            {held_order_count > 0 && <Notice kind="info">{t("money.held_orders", { count: held_order_count })}</Notice>}
            <ConnectedPanel account={connected} hasBankAccount={accounts.length > 0} mayChange={mayChange} />
            {mayChange && <NamedPanels account={connected} asked={{ name: one("name"), code: one("code") }} />}
            {region.currencies.map(({ code }) => (
              <AccountPanel
                key={code}
                currency={code}
                account={accounts.find(({ currency }) => currency === code)}
                outlook={items.find(({ currency }) => currency === code)}
                mayChange={mayChange}
              />
            ))}
          </MoneyFrame>
        );
      }}
    </Gate>
  );
}
