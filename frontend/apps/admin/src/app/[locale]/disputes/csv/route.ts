import { csvOf } from "@globalmarket/web/lists/csv-route";
import { DISPUTES } from "@/features/disputes/list";

export const GET = csvOf(DISPUTES);
