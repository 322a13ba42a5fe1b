import type { InvoiceKind } from "@globalmarket/api";
import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

export const INVOICE_KINDS = [
  "invoice",
  "credit_note",
  "commission_invoice",
  "commission_credit_note",
] as const satisfies readonly InvoiceKind[];

export const INVOICE_FILTERS = {
  kind: { kind: "one", of: INVOICE_KINDS },
  vendor_id: { kind: "id", prefix: "ven" },
  order_id: { kind: "id", prefix: "ord" },
  vendor_order_id: { kind: "id", prefix: "vord" },
} as const satisfies FilterKinds;

export type InvoiceFilters = Filters<typeof INVOICE_FILTERS>;

/** The files of an invoice: as it was archived, and for programs. */
export const INVOICE_TYPES = ["pdf", "xml"] as const;
