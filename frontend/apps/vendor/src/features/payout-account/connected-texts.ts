/** The providers at which vendors may have an account, as they call themselves. */
export const PROVIDERS: Record<string, string> = { stripe: "Stripe", paystack: "Paystack", paypal: "PayPal" };

/** What the payment provider asks for, by its own names (https://docs.stripe.com/connect/required-verification-information), in groups that a person understands. */
const GROUPS = [
  ["bank", /^external_account/],
  ["address", /^confirmation$/],
  ["document", /verification/],
  ["agreement", /^tos_acceptance/],
  ["business", /^(business_|company\b)/],
  ["person", /^(individual|person_|representative|owners|directors)/],
] as const;

export type Asked = (typeof GROUPS)[number][0] | "other";

/** The groups of what is missing, each once, in a fixed order. */
export function askedGroups(missing: string[]): Asked[] {
  const found = new Set(missing.map((name) => GROUPS.find(([, form]) => form.test(name))?.[0] ?? "other"));
  return [...GROUPS.map(([group]) => group), "other" as const].filter((group) => found.has(group));
}
