import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PAYOUTS } from "@/features/payouts/list";

export const GET = csvOf(PAYOUTS);
