/** So many orders of a guest can be opened in one browser without their mails; a cookie has no room for all that ever were. */
export const MOST_ORDERS = 12;

// "ord_1.secret~ord_2.secret", the newest first. Neither ids nor secrets have these signs.
const BETWEEN = "~";
const ALLOWED = /^[\w-]+$/;

/** The secret that a cookie's text has for an order; null if it has none. */
export function secretOf(text: string | undefined, orderId: string): string | null {
  const entry = (text ?? "").split(BETWEEN).find((one) => one.startsWith(`${orderId}.`));
  return entry ? entry.slice(orderId.length + 1) : null;
}

/** The text with one more order; the oldest is left out where there are too many, and nothing is added that could not be read again. */
export function withSecret(text: string | undefined, orderId: string, secret: string): string {
  const others = (text ?? "").split(BETWEEN).filter((one) => one && !one.startsWith(`${orderId}.`));
  if (!ALLOWED.test(orderId) || !ALLOWED.test(secret)) return others.join(BETWEEN);
  return [`${orderId}.${secret}`, ...others].slice(0, MOST_ORDERS).join(BETWEEN);
}
