import { csvOf } from "@globalmarket/web/lists/csv-route";
import { INVOICES } from "@/features/invoices/list";

export const GET = csvOf(INVOICES);
