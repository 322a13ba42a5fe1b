import { csvOf } from "@globalmarket/web/lists/csv-route";
import { REFUNDS } from "@/features/refunds/list";

export const GET = csvOf(REFUNDS);
