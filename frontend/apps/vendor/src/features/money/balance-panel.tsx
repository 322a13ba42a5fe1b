import type { Balance, PayoutOutlook } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Notice } from "@globalmarket/ui/notice";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Outlook } from "./outlook-panel";

/** One currency's balance, and what each amount means. */
export async function BalancePanel({ balance, outlook }: { balance: Balance; outlook: PayoutOutlook | undefined }) {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  const { currency, pending, payable, being_paid, paid, owed, is_over_debt_limit } = balance;
  const money = (amount: Balance["paid"]) => formatMoney(amount, locale.tag);
  return (
    <Panel title={t("balance", { currency })}>
      <FactList
        facts={[
          { name: t("payable"), value: money(payable), isStrong: true },
          { name: t("pending"), value: money(pending) },
          { name: t("being_paid"), value: money(being_paid) },
          { name: t("paid"), value: money(paid) },
          ...(owed.minor ? [{ name: t("owed"), value: money(owed) }] : []),
        ]}
      />
      <p className="text-muted text-sm">{t("balance_hint")}</p>
      {is_over_debt_limit && <Notice kind="problem">{t("over_debt_limit")}</Notice>}
      {outlook && (
        <>
          <h3 className="font-semibold">{t("outlook")}</h3>
          <Outlook outlook={outlook} />
        </>
      )}
    </Panel>
  );
}
