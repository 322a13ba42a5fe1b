import type { Documents, InvoicingStatus, VendorProfile } from "@globalmarket/api";

/** What a vendor does before it can sell and be paid, each with the page where it is done. */
export const STEPS = {
  email: "/settings",
  address: "/settings",
  description: "/settings",
  registration: "/settings",
  vat: "/settings",
  papers: "/settings/papers",
  payout_account: "/payout-account",
  shipping: "/settings/shipping",
  invoicing: "/settings/invoicing",
  product: "/products/new",
} as const;

export type Step = keyof typeof STEPS;

export interface Facts {
  profile: Pick<VendorProfile, "missing" | "vat_number">;
  invoicing: Pick<InvoicingStatus, "missing">;
  papers: Pick<Documents, "needs"> & { items: unknown[] };
  hasShipping: boolean;
  hasProduct: boolean;
}

/** Whether each step is done, worked out from what is there, never from a tick. */
export function stepsDone({ profile, invoicing, papers, hasShipping, hasProduct }: Facts): Record<Step, boolean> {
  const has = (name: string) => !profile.missing.includes(name);
  return {
    email: has("owner_email_confirmed"),
    address: has("address"),
    description: has("description"),
    registration: has("registration_number"),
    vat: profile.vat_number !== "",
    papers: papers.items.length > 0 && !papers.needs.length,
    payout_account: has("payout_account"),
    shipping: hasShipping,
    invoicing: !invoicing.missing.includes("agreement"),
    product: hasProduct,
  };
}
