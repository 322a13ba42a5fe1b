import { csvOf } from "@globalmarket/web/lists/csv-route";
import { EXPERIMENTS } from "@/features/prices/list";

export const GET = csvOf(EXPERIMENTS);
