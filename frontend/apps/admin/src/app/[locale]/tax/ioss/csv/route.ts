import { csvOf } from "@globalmarket/web/lists/csv-route";
import { IOSS_VENDORS } from "@/features/tax/list";

export const GET = csvOf(IOSS_VENDORS);
