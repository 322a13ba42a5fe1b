import { csvOf } from "@globalmarket/web/lists/csv-route";
import { ADVICE } from "@/features/prices/list";

export const GET = csvOf(ADVICE);
