import { csvOf } from "@globalmarket/web/lists/csv-route";
import { COMPETITORS } from "@/features/prices/list";

export const GET = csvOf(COMPETITORS);
