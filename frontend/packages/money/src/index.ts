/** An amount in whole minor units of its currency: 1999 is EUR 19.99, JPY 1999 or KWD 1.999. */
export interface Money {
  minor: number;
  currency: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** The digits after the point that ISO 4217 gives the currency: 2 for EUR, 3 for KWD, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return formatterOf("en", currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The amount in the reader's notation, such as "€ 19,99" or "١٫٩٩٩ د.ك.". It never goes through a fraction of binary floating point. */
export function formatMoney(money: Money, locale: string): string {
  return formatterOf(locale, money.currency).format(decimal(money));
}

/** The amount as a plain decimal number for machines, such as "19.99" (structured data, feeds). */
export function decimal(money: Money): Intl.StringNumericLiteral {
  const digits = currencyDigits(money.currency);
  const sign = money.minor < 0 ? "-" : "";
  const figures = String(Math.abs(money.minor)).padStart(digits + 1, "0");
  const whole = figures.slice(0, figures.length - digits);
  return `${sign}${whole}${digits ? `.${figures.slice(-digits)}` : ""}` as Intl.StringNumericLiteral;
}

/** The amount that a plain decimal number names, such as "19.99"; null if it is none, or finer than the currency's units. */
export function parseDecimal(text: string, currency: string): Money | null {
  const [, whole, fraction = ""] = /^(\d{1,12})(?:\.(\d*))?$/.exec(text) ?? [];
  const digits = currencyDigits(currency);
  if (whole === undefined || fraction.length > digits) return null;
  return { minor: Number(whole + fraction.padEnd(digits, "0")), currency };
}

/** The amount that a person typed, with a point or a comma before the cents. A comma before three digits may as well part thousands, so it is none. */
export function parseAmount(text: string, currency: string): Money | null {
  return parseDecimal(text.replace(/,(?!\d{3}$)/, "."), currency);
}

/** How much lower `price` is than `before`, in whole per cent, rounded down so that no reduction is overstated; null if it is not lower. */
export function reduction(price: Money, before: Money): number | null {
  if (price.currency !== before.currency || price.minor >= before.minor) return null;
  const percent = Math.floor(((before.minor - price.minor) * 100) / before.minor);
  return percent > 0 ? percent : null;
}

function formatterOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { style: "currency", currency });
  formatters.set(key, made);
  return made;
}
