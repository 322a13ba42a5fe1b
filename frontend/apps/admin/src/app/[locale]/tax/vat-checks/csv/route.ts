import { csvOf } from "@globalmarket/web/lists/csv-route";
import { VAT_CHECKS } from "@/features/tax/list";

export const GET = csvOf(VAT_CHECKS);
