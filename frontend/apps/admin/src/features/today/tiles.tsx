import type { MyProfile } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { CountTile } from "@globalmarket/web/frame/tile";
import { counted } from "@globalmarket/web/lists/count";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo, type Right } from "@/features/access/rights";
import {
  countFailedRefunds,
  countOrders,
  countRequestedReturns,
  countVendors,
  findOpenDisputes,
  listDebtWarnings,
} from "./reads";

/** What waits for work, by what the person may see. */
export async function WorkTiles({ person }: { person: MyProfile }) {
  const t = await getTranslations("today");
  const { locale, region } = await currentSite();
  const ifMay = <Found,>(right: Right, read: () => Promise<Found>) => (mayDo(person, right) ? read() : null);
  const [applicants, confirmed, partly, returns, refunds, disputes, debts] = await Promise.all([
    countVendors("pending"),
    ifMay("see_orders", () => countOrders("confirmed")),
    ifMay("see_orders", () => countOrders("partly_shipped")),
    ifMay("see_returns", countRequestedReturns),
    ifMay("see_payments", countFailedRefunds),
    ifMay("see_payments", findOpenDisputes),
    ifMay("handle_money", listDebtWarnings),
  ]);
  const home = `/${locale.tag}`;
  const until = disputes?.respondBy && formatTime(disputes.respondBy, locale.tag, region.timezone);
  return (
    <>
      <CountTile title={t("applicants")} count={applicants} href={`${home}/vendors?state=pending`} />
      {confirmed && <CountTile title={t("to_ship")} count={confirmed} href={`${home}/orders?state=confirmed`} />}
      {partly && <CountTile title={t("partly_shipped")} count={partly} href={`${home}/orders?state=partly_shipped`} />}
      {returns && <CountTile title={t("returns")} count={returns} href={`${home}/returns?state=requested`} />}
      {refunds && <CountTile title={t("failed_refunds")} count={refunds} href={`${home}/refunds?state=failed`} />}
      {disputes && (
        <CountTile
          title={t("disputes")}
          count={disputes.count}
          hint={until && t("respond_by", { time: until })}
          href={`${home}/disputes?state=open`}
        />
      )}
      {debts && (
        <CountTile
          title={t("debts")}
          count={counted(debts)}
          hint={t("debts_hint")}
          href={`${home}/payouts/debts?is_open=true`}
        />
      )}
    </>
  );
}
