import { csvOf } from "@globalmarket/web/lists/csv-route";
import { MOVEMENTS } from "@/features/stock/list";

export const GET = csvOf(MOVEMENTS);
