import { csvOf } from "@globalmarket/web/lists/csv-route";
import { INVOICES } from "@/features/money/list";

export const GET = csvOf(INVOICES);
