import { csvOf } from "@globalmarket/web/lists/csv-route";
import { STAFF } from "@/features/staff/list";

export const GET = csvOf(STAFF);
