import { csvOf } from "@globalmarket/web/lists/csv-route";
import { SELLERS } from "@/features/tax/list";

export const GET = csvOf(SELLERS);
