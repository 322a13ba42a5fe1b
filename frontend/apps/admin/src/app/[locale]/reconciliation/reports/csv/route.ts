import { csvOf } from "@globalmarket/web/lists/csv-route";
import { REPORTS } from "@/features/reconciliation/list";

export const GET = csvOf(REPORTS);
