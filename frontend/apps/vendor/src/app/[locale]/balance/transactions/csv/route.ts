import { csvOf } from "@globalmarket/web/lists/csv-route";
import { TRANSACTIONS } from "@/features/money/list";

export const GET = csvOf(TRANSACTIONS);
