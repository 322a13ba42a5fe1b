import { csvOf } from "@globalmarket/web/lists/csv-route";
import { REGIONS } from "@/features/regions/list";

export const GET = csvOf(REGIONS);
