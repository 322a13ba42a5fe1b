import { csvOf } from "@globalmarket/web/lists/csv-route";
import { ADJUSTMENTS } from "@/features/adjustments/list";

export const GET = csvOf(ADJUSTMENTS);
