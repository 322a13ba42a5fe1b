import { csvOf } from "@globalmarket/web/lists/csv-route";
import { COURIERS } from "@/features/couriers/list";

export const GET = csvOf(COURIERS);
