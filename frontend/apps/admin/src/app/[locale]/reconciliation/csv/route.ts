import { csvOf } from "@globalmarket/web/lists/csv-route";
import { DIFFERENCES } from "@/features/reconciliation/list";

export const GET = csvOf(DIFFERENCES);
