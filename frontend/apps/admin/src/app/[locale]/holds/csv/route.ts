import { csvOf } from "@globalmarket/web/lists/csv-route";
import { HOLDS } from "@/features/holds/list";

export const GET = csvOf(HOLDS);
