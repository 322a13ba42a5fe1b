import { csvOf } from "@globalmarket/web/lists/csv-route";
import { ORDERS } from "@/features/orders/list";

export const GET = csvOf(ORDERS);
