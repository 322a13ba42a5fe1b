import { csvOf } from "@globalmarket/web/lists/csv-route";
import { RUNS } from "@/features/payouts/list";

export const GET = csvOf(RUNS);
