import { Empty } from "@globalmarket/ui/empty";
import { Notice } from "@globalmarket/ui/notice";
import { Wallet } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { BalancePanel } from "@/features/money/balance-panel";
import { MoneyFrame } from "@/features/money/money-frame";
import { listBalances, readOutlook } from "@/features/money/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("title") };
}

export default async function BalancePage() {
  const t = await getTranslations("money");
  return (
    <Gate path="/balance" right="see_money">
      {async () => {
        const [balances, { items, held_order_count }] = await Promise.all([listBalances(), readOutlook()]);
        return (
          <MoneyFrame part="overview">
            {held_order_count > 0 && <Notice kind="info">{t("held_orders", { count: held_order_count })}</Notice>}
            {balances.length > 0 ? (
              <div className="grid gap-6 md:grid-cols-2">
                {balances.map((balance) => (
                  <BalancePanel
                    key={balance.currency}
                    balance={balance}
                    outlook={items.find(({ currency }) => currency === balance.currency)}
                  />
                ))}
              </div>
            ) : (
              <Empty icon={<Wallet />} title={t("no_balance")}>
                <p>{t("no_balance_hint")}</p>
              </Empty>
            )}
          </MoneyFrame>
        );
      }}
    </Gate>
  );
}
