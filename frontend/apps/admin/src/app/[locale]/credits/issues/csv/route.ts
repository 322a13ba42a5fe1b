import { csvOf } from "@globalmarket/web/lists/csv-route";
import { ISSUES } from "@/features/credits/list";

export const GET = csvOf(ISSUES);
