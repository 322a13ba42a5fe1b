import { csvOf } from "@globalmarket/web/lists/csv-route";
import { SHIPPING } from "@/features/shipping/list";

export const GET = csvOf(SHIPPING);
