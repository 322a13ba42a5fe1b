/** What the page of a vendor says a form has done: names in its address and in the catalogue `vendors.done`. */
export const VENDOR_DONE = [
  "approved",
  "suspended",
  "reinstated",
  "closed",
  "plan_set",
  "vat_checked",
  "factor_removed",
  "document_accepted",
  "document_refused",
] as const;

export type VendorDone = (typeof VENDOR_DONE)[number];
