import { csvOf } from "@globalmarket/web/lists/csv-route";
import { CUSTOMERS } from "@/features/customers/list";

export const GET = csvOf(CUSTOMERS);
