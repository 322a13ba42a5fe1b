import { VENDOR_FILTERS } from "./filters";
import { listVendors } from "./reads";
import { vendorTable } from "./vendor-table";

export const VENDORS = {
  path: "/vendors",
  filters: VENDOR_FILTERS,
  read: listVendors,
  table: vendorTable,
};
