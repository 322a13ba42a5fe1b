import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PAYOUTS } from "@/features/money/list";

export const GET = csvOf(PAYOUTS);
