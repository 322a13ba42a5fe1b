import { csvOf } from "@globalmarket/web/lists/csv-route";
import { FORECASTS } from "@/features/reorder/list";

export const GET = csvOf(FORECASTS);
