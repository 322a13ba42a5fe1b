import { csvOf } from "@globalmarket/web/lists/csv-route";
import { TRANSACTIONS } from "@/features/books/list";

export const GET = csvOf(TRANSACTIONS);
