import { csvOf } from "@globalmarket/web/lists/csv-route";
import { STOCK } from "@/features/stock/list";

export const GET = csvOf(STOCK);
