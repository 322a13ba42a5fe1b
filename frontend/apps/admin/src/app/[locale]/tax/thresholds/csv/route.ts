import { csvOf } from "@globalmarket/web/lists/csv-route";
import { THRESHOLDS } from "@/features/tax/list";

export const GET = csvOf(THRESHOLDS);
