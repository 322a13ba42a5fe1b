import { csvOf } from "@globalmarket/web/lists/csv-route";
import { LIMITS } from "@/features/prices/list";

export const GET = csvOf(LIMITS);
