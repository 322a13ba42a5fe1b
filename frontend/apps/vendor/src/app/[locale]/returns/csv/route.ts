import { csvOf } from "@globalmarket/web/lists/csv-route";
import { RETURNS } from "@/features/returns/list";

export const GET = csvOf(RETURNS);
