import type { PayoutOutlook } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Notice } from "@globalmarket/ui/notice";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** What the next payout of a currency would be, when, and why it would be nothing. */
export async function Outlook({ outlook }: { outlook: PayoutOutlook }) {
  const t = await getTranslations("money");
  const { locale, region } = await currentSite();
  const { amount, minimum, account_ready_at, next_run_at, ineligibility_reason } = outlook;
  const when = (moment: string) => formatTime(moment, locale.tag, region.timezone);
  const isAhead = next_run_at !== null && new Date(next_run_at) > new Date();
  return (
    <>
      <FactList
        facts={[
          { name: t("outlook_amount"), value: formatMoney(amount, locale.tag), isStrong: true },
          { name: t("outlook_run"), value: isAhead ? when(next_run_at) : t("outlook_run_soon") },
          ...(minimum.minor ? [{ name: t("outlook_minimum"), value: formatMoney(minimum, locale.tag) }] : []),
          ...(account_ready_at ? [{ name: t("ready_at"), value: when(account_ready_at) }] : []),
        ]}
      />
      {ineligibility_reason && <Notice kind="info">{t(`holds.${known(ineligibility_reason)}`)}</Notice>}
    </>
  );
}

const HOLDS = [
  "below_minimum",
  "debt",
  "debt_over_limit",
  "vendor_suspended",
  "vendor_not_approved",
  "no_payout_account",
  "account_changed_lately",
] as const;

function known(reason: string): (typeof HOLDS)[number] | "other" {
  return HOLDS.find((one) => one === reason) ?? "other";
}
