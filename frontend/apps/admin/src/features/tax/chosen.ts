import "server-only";
import { type Asked, readFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { type Month, monthName, monthsUntil, type Quarter, quarterName, quartersUntil, yearsUntil } from "./period";

interface Choice<Value> {
  value: Value;
  /** As it stands in the address. */
  name: string;
  options: { value: string; label: string }[];
}

/** The quarter that an address asks for, else the present one, and those to choose from. */
export async function chosenQuarter(asked: Asked): Promise<Choice<Quarter>> {
  const t = await getTranslations("tax");
  const { region } = await currentSite();
  const all = quartersUntil(new Date(), region.timezone);
  const { period } = readFilters(asked, { period: { kind: "one", of: all.map(quarterName) } });
  const value = all.find((one) => quarterName(one) === period) ?? (all[0] as Quarter);
  const options = all.map((one) => ({
    value: quarterName(one),
    label: t("quarter_name", { quarter: one.quarter, year: String(one.year) }),
  }));
  return { value, name: quarterName(value), options };
}

/** The month that an address asks for, else the one before the present, whose return is due; and those to choose from. */
export async function chosenMonth(asked: Asked): Promise<Choice<Month>> {
  const { locale, region } = await currentSite();
  const all = monthsUntil(new Date(), region.timezone);
  const { period } = readFilters(asked, { period: { kind: "one", of: all.map(monthName) } });
  const value = all.find((one) => monthName(one) === period) ?? (all[1] as Month);
  const words = new Intl.DateTimeFormat(locale.tag, { year: "numeric", month: "long", timeZone: "UTC" });
  const options = all.map((one) => ({
    value: monthName(one),
    label: words.format(Date.UTC(one.year, one.month - 1, 1)),
  }));
  return { value, name: monthName(value), options };
}

/** The year that an address asks for, else the present one, and those to choose from. */
export async function chosenYear(asked: Asked): Promise<Choice<number>> {
  const { region } = await currentSite();
  const all = yearsUntil(new Date(), region.timezone).map(String);
  const { year } = readFilters(asked, { year: { kind: "one", of: all } });
  const name = year ?? all[0] ?? "";
  return { value: Number(name), name, options: all.map((one) => ({ value: one, label: one })) };
}
