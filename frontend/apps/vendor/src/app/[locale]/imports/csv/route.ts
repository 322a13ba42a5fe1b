import { csvOf } from "@globalmarket/web/lists/csv-route";
import { IMPORTS } from "@/features/imports/list";

export const GET = csvOf(IMPORTS);
