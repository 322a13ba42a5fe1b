import { Done } from "@globalmarket/web/forms/done";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { BankAccount } from "@/features/payouts/bank-account";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";
import { getBankAccount } from "@/features/payouts/reads";

type Props = PageProps<"/[locale]/payouts/bank-account">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("parts.bank-account") };
}

export default async function BankAccountPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const { region } = await currentSite();
  const { done } = await searchParams;
  return (
    <Gate path="/payouts/bank-account" right="handle_money">
      {async () => {
        const accounts = await Promise.all(region.currencies.map(({ code }) => getBankAccount(code)));
        return (
          <PayoutsFrame part="bank-account">
            <Done asked={done} messages={{ account_set: t("done.account_set") }} />
            <p className="max-w-2xl text-muted">{t("bank_account_hint")}</p>
            <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
              {accounts.map((seen) => (
                <BankAccount key={seen.detail.currency} seen={seen} />
              ))}
            </div>
          </PayoutsFrame>
        );
      }}
    </Gate>
  );
}
