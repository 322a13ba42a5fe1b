import "server-only";

/** Where Stripe's script is loaded from, in a shop that takes payments in its page; else empty. A bad address stops the start. */
export const stripeScript = read(process.env.GM_STRIPE_SCRIPT ?? "");

/** Where the form and the bank's page of a payment in our page come from (https://docs.stripe.com/security/guide#content-security-policy). */
export function paymentOrigins(): string[] {
  if (!stripeScript) return [];
  const { origin } = new URL(stripeScript);
  return origin === "https://js.stripe.com" ? [origin, "https://api.stripe.com", "https://hooks.stripe.com"] : [origin];
}

function read(address: string): string {
  if (address && !URL.canParse(address)) throw new Error(`GM_STRIPE_SCRIPT is not an address: ${address}`);
  return address;
}
