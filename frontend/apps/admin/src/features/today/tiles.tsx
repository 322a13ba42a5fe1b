import type { MyProfile, Overview } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { CountTile, Tile } from "@globalmarket/web/frame/tile";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo, type Right } from "@/features/access/rights";
import { Amount } from "@/features/money/amount";
import { PROBLEMS } from "./problems";
import { countDebtWarnings, countOrders, findFirstDeadline } from "./reads";

interface Props {
  person: MyProfile;
  overview: Overview;
}

/** What waits for work, by what the person may see. What waits nowhere is left out. */
export async function WorkTiles({ person, overview }: Props) {
  const t = await getTranslations("today");
  const { locale, region } = await currentSite();
  const counts = new Map(overview.problems.map(({ code, count }) => [code, count]));
  const ifMay = <Found,>(right: Right, read: () => Promise<Found>) => (mayDo(person, right) ? read() : null);
  const [confirmed, partly, deadline, debts] = await Promise.all([
    ifMay("see_orders", () => countOrders("confirmed")),
    ifMay("see_orders", () => countOrders("partly_shipped")),
    counts.get("disputes_open") ? ifMay("see_payments", findFirstDeadline) : null,
    ifMay("handle_money", countDebtWarnings),
  ]);
  const home = `/${locale.tag}`;
  const until = deadline && formatTime(deadline, locale.tag, region.timezone);
  const open = PROBLEMS.filter(({ code, right }) => counts.get(code) && (!right || mayDo(person, right)));
  return (
    <>
      {confirmed && <CountTile title={t("to_ship")} count={confirmed} href={`${home}/orders?state=confirmed`} />}
      {partly && <CountTile title={t("partly_shipped")} count={partly} href={`${home}/orders?state=partly_shipped`} />}
      {open.map(({ code, path }) => (
        <CountTile
          key={code}
          title={t(`problems.${code}`)}
          count={{ number: counts.get(code) ?? 0, isMore: false }}
          hint={code === "disputes_open" && until ? t("respond_by", { time: until }) : undefined}
          href={home + path}
        />
      ))}
      {debts && debts.number > 0 && (
        <CountTile
          title={t("debts")}
          count={debts}
          hint={t("debts_hint")}
          href={`${home}/payouts/debts?is_open=true`}
        />
      )}
    </>
  );
}

/** What was sold today and in the last seven days, for who sees money: the API leaves it out for others. */
export async function SalesTiles({ overview: { sales, together } }: Pick<Props, "overview">) {
  const t = await getTranslations("today");
  const each = sales?.map((of) => ({ title: t("sales_today", { currency: of.currency }), of })) ?? [];
  const all = together ? [{ title: t("sales_together", { currency: together.currency }), of: together }] : [];
  return [...each, ...all].map(({ title, of }) => (
    <Tile
      key={title}
      title={title}
      value={<Amount of={of.sales_today} />}
      hint={t.rich("sales_week", {
        orders: of.orders_7_days,
        week: () => <Amount key="week" of={of.sales_7_days} />,
        before: () => <Amount key="before" of={of.sales_7_days_before} />,
      })}
    />
  ));
}
