import type { RegionFeature, RegionSetting } from "@globalmarket/api";
import { parseAmount } from "@globalmarket/money";

/** What a region can set under a name: null puts it back to its default. */
export type SettingValue = number | boolean | string | Record<string, number> | null;

export interface Changes {
  /** Only what differs from what the region has. */
  settings: Record<string, SettingValue>;
  /** Names of fields that hold no such value. */
  wrong: string[];
}

/** The name of a setting's field; of an amount, one for each currency. */
export function fieldOf(setting: string, currency = ""): string {
  return currency ? `setting.${setting}.${currency}` : `setting.${setting}`;
}

export function featureField(feature: string): string {
  return `feature.${feature}`;
}

/** All fields of the form, whatever the browser sent of them: a box that is not ticked is not sent. */
export function fieldNames(
  settings: readonly RegionSetting[],
  features: readonly RegionFeature[],
  currencies: readonly string[],
): string[] {
  return [
    ...features.map(({ name }) => featureField(name)),
    ...settings.flatMap(({ name, kind }) =>
      kind === "amount_by_currency" ? currencies.map((currency) => fieldOf(name, currency)) : [fieldOf(name)],
    ),
  ];
}

/** The features that a form switches, by name, each with whether it is on from now on. */
export function switchedIn(form: FormData, features: readonly RegionFeature[]): Record<string, boolean> {
  const wanted = features.map(({ name, is_on }) => ({ name, is_on, is: form.get(featureField(name)) === "on" }));
  return Object.fromEntries(wanted.filter(({ is_on, is }) => is !== is_on).map(({ name, is }) => [name, is]));
}

/** What a form changes of the region's settings. An empty field means the default. */
export function changesIn(form: FormData, settings: readonly RegionSetting[], currencies: readonly string[]): Changes {
  const changes: Changes = { settings: {}, wrong: [] };
  for (const setting of settings) {
    const value =
      setting.kind === "amount_by_currency"
        ? amountsIn(form, setting, currencies, changes.wrong)
        : one(form, setting, changes.wrong);
    const present = setting.is_default ? null : setting.value;
    if (!isSame(value, present)) changes.settings[setting.name] = value;
  }
  return changes;
}

function one(form: FormData, { name, kind }: RegionSetting, wrong: string[]): SettingValue {
  const typed = String(form.get(fieldOf(name)) ?? "").trim();
  if (typed === "") return null;
  if (kind === "yes_no") return typed === "yes";
  if (kind === "text") return typed;
  const number = Number(typed);
  if (!Number.isSafeInteger(number)) wrong.push(fieldOf(name));
  return number;
}

function amountsIn(
  form: FormData,
  { name }: RegionSetting,
  currencies: readonly string[],
  wrong: string[],
): SettingValue {
  const amounts: Record<string, number> = {};
  for (const currency of currencies) {
    const typed = String(form.get(fieldOf(name, currency)) ?? "").trim();
    if (typed === "") continue;
    const amount = parseAmount(typed, currency);
    if (amount) amounts[currency] = amount.minor;
    else wrong.push(fieldOf(name, currency));
  }
  return Object.keys(amounts).length ? amounts : null;
}

function isSame(a: SettingValue, b: SettingValue): boolean {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
