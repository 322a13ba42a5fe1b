import { VENDOR_FILTERS } from "./filters";
import { listVendors } from "./reads";
import { vendorTable } from "./vendor-table";

export const VENDORS = {
  path: "/vendors",
  filters: VENDOR_FILTERS,
  sorting: { by: { applied_at: "time", name: "text" }, usual: "-applied_at" } as const,
  read: listVendors,
  table: vendorTable,
};
