import type { MyProfile } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { CountTile, Tile } from "@globalmarket/web/frame/tile";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { countUnanswered } from "@/features/messages/reads";
import { findNextPayout, listBalances, readOutlook } from "@/features/money/reads";
import { UNSENT } from "@/features/orders/filters";
import { countLate, countLowStock, countOrders, countRequestedReturns, LATE_DAYS, lateDay } from "./reads";

/** What there is to do: orders, returns and stock, by what the person may do. */
export async function WorkTiles({ person }: { person: MyProfile }) {
  const t = await getTranslations("today");
  const { locale, region } = await currentSite();
  const late = lateDay(new Date(), region.timezone);
  const [fresh, accepted, partly, tooLate, returns, low, unanswered] = await Promise.all([
    countOrders("new"),
    countOrders("accepted"),
    countOrders("partly_shipped"),
    countLate(late),
    mayDo(person, "handle_returns") ? countRequestedReturns() : null,
    mayDo(person, "adjust_stock") ? countLowStock() : null,
    mayDo(person, "fulfil") ? countUnanswered() : null,
  ]);
  const home = `/${locale.tag}`;
  return (
    <>
      <CountTile title={t("new")} count={fresh} href={`${home}/orders?state=new`} />
      <CountTile title={t("to_ship")} count={accepted} href={`${home}/orders?state=accepted`} />
      <CountTile title={t("partly_shipped")} count={partly} href={`${home}/orders?state=partly_shipped`} />
      <CountTile
        title={t("late", { days: LATE_DAYS })}
        count={tooLate}
        href={`${home}/orders?state=${UNSENT}&placed_to=${late}`}
      />
      {unanswered && (
        <CountTile title={t("messages")} count={unanswered} href={`${home}/messages?awaits_vendor=true`} />
      )}
      {returns && <CountTile title={t("returns")} count={returns} href={`${home}/returns?state=requested`} />}
      {low && <CountTile title={t("low_stock")} count={low} href={`${home}/stock?level=low`} />}
    </>
  );
}

/** Balances, the payout that is under way, and what the next one would be, per currency. */
export async function MoneyTiles() {
  const t = await getTranslations("today");
  const { locale, region } = await currentSite();
  const [balances, payout, { items }] = await Promise.all([listBalances(), findNextPayout(), readOutlook()]);
  const href = `/${locale.tag}/balance`;
  const run = items.find(({ amount, ineligibility_reason }) => amount.minor > 0 && !ineligibility_reason);
  const isAhead = run?.next_run_at && new Date(run.next_run_at) > new Date();
  return (
    <>
      {balances.map(({ currency, payable, pending }) => (
        <Tile
          key={currency}
          title={t("payable", { currency })}
          value={formatMoney(payable, locale.tag)}
          hint={t("pending", { amount: formatMoney(pending, locale.tag) })}
          href={href}
        />
      ))}
      {payout ? (
        <Tile
          title={t("payout_under_way")}
          value={formatMoney(payout.amount, locale.tag)}
          hint={<bdi dir="ltr">{payout.masked_account}</bdi>}
          href={`/${locale.tag}/balance/payouts/${payout.id}`}
        />
      ) : (
        run && (
          <Tile
            title={t("next_payout")}
            value={formatMoney(run.amount, locale.tag)}
            hint={
              isAhead && run.next_run_at
                ? t("payout_from", { time: formatDay(run.next_run_at, locale.tag, region.timezone) })
                : t("payout_soon")
            }
            href={href}
          />
        )
      )}
    </>
  );
}
