import { csvOf } from "@globalmarket/web/lists/csv-route";
import { CHANGES } from "@/features/prices/list";

export const GET = csvOf(CHANGES);
