import { csvOf } from "@globalmarket/web/lists/csv-route";
import { WAITING_COMMISSION } from "@/features/books/list";

export const GET = csvOf(WAITING_COMMISSION);
