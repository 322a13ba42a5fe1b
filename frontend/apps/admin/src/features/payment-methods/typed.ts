import { parseAmount } from "@globalmarket/money";
import { countOf } from "@globalmarket/web/forms/counts";

/** What was typed about a method. Amounts are in minor units of the currency; `null` is no bound. */
export interface TypedMethod {
  amount_from_minor: number;
  amount_to_minor: number | null;
  fee_fixed_minor: number;
  fee_bp: number;
  position: number;
}

/** The numbers of a form, and the names of the fields that hold none. An emptied amount is no bound and no fee. */
export function typedMethod(form: FormData, currency: string): { method: TypedMethod; wrong: string[] } {
  const wrong: string[] = [];
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const amount = (name: string) => {
    if (!text(name)) return null;
    const money = parseAmount(text(name), currency);
    if (!money) wrong.push(name);
    return money?.minor ?? null;
  };
  const percent = text("percent") ? parseAmount(text("percent"), "EUR") : { minor: 0 }; // two digits, as basis points have
  const position = countOf(form.get("position"));
  if (!percent || percent.minor > 10_000) wrong.push("percent");
  if (position === null) wrong.push("position");
  const method = {
    amount_from_minor: amount("from") ?? 0,
    amount_to_minor: amount("to"),
    fee_fixed_minor: amount("fee") ?? 0,
    fee_bp: percent?.minor ?? 0,
    position: position ?? 0,
  };
  return { method, wrong };
}
