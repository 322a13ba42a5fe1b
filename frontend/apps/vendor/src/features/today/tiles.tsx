import type { MyProfile } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { CountTile, Tile } from "@globalmarket/web/frame/tile";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { findNextPayout, listBalances } from "@/features/money/reads";
import { countOrders, countRequestedReturns } from "./reads";

/** What there is to do: orders and returns, by what the person may do. */
export async function WorkTiles({ person }: { person: MyProfile }) {
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  const [fresh, accepted, partly, returns] = await Promise.all([
    countOrders("new"),
    countOrders("accepted"),
    countOrders("partly_shipped"),
    mayDo(person, "handle_returns") ? countRequestedReturns() : null,
  ]);
  const home = `/${locale.tag}`;
  return (
    <>
      <CountTile title={t("new")} count={fresh} href={`${home}/orders?state=new`} />
      <CountTile title={t("to_ship")} count={accepted} href={`${home}/orders?state=accepted`} />
      <CountTile title={t("partly_shipped")} count={partly} href={`${home}/orders?state=partly_shipped`} />
      {returns && <CountTile title={t("returns")} count={returns} href={`${home}/returns?state=requested`} />}
    </>
  );
}

/** Balances and the payout that is under way, per currency. */
export async function MoneyTiles() {
  const t = await getTranslations("today");
  const { locale } = await currentSite();
  const [balances, payout] = await Promise.all([listBalances(), findNextPayout()]);
  const href = `/${locale.tag}/balance`;
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
      {payout && (
        <Tile
          title={t("next_payout")}
          value={formatMoney(payout.amount, locale.tag)}
          hint={<bdi dir="ltr">{payout.masked_account}</bdi>}
          href={`/${locale.tag}/balance/payouts/${payout.id}`}
        />
      )}
    </>
  );
}
