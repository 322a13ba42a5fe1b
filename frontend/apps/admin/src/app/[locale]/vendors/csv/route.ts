import { csvOf } from "@globalmarket/web/lists/csv-route";
import { VENDORS } from "@/features/vendors/list";

export const GET = csvOf(VENDORS);
