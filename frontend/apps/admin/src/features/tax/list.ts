import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";
import type { Place } from "@globalmarket/web/server/paging";
import { rolesWith } from "@/features/access/rights";
import { chosenMonth, chosenQuarter, chosenYear } from "./chosen";
import { CHECK_FILTERS } from "./filters";
import { listChecks, listIossVendors, listOssVendors, listSellers, listThresholds } from "./reads";
import { checkTable, ossVendorTable, sellerTable, thresholdTable } from "./tables";

const QUARTER = { period: { kind: "text", most: 6 } } as const satisfies FilterKinds;
const MONTH = { period: { kind: "text", most: 7 } } as const satisfies FilterKinds;
const YEAR = { year: { kind: "text", most: 4 } } as const satisfies FilterKinds;

export const OSS_VENDORS = {
  path: "/tax",
  roles: rolesWith("handle_money"),
  filters: QUARTER,
  read: async (asked: Filters<typeof QUARTER>, place: Place) =>
    listOssVendors((await chosenQuarter(asked)).value, place),
  table: ossVendorTable,
};

export const IOSS_VENDORS = {
  path: "/tax/ioss",
  roles: rolesWith("handle_money"),
  filters: MONTH,
  read: async (asked: Filters<typeof MONTH>, place: Place) => listIossVendors((await chosenMonth(asked)).value, place),
  table: ossVendorTable,
};

export const THRESHOLDS = {
  path: "/tax/thresholds",
  roles: rolesWith("handle_money"),
  filters: QUARTER,
  read: async (asked: Filters<typeof QUARTER>, place: Place) =>
    listThresholds((await chosenQuarter(asked)).value, place),
  table: thresholdTable,
};

export const SELLERS = {
  path: "/tax/dac7",
  roles: rolesWith("handle_money"),
  filters: YEAR,
  read: async (asked: Filters<typeof YEAR>, place: Place) => listSellers((await chosenYear(asked)).value, place),
  table: sellerTable,
};

export const VAT_CHECKS = {
  path: "/tax/vat-checks",
  roles: rolesWith("handle_money"),
  filters: CHECK_FILTERS,
  read: listChecks,
  table: checkTable,
};
