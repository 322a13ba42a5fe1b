import { csvOf } from "@globalmarket/web/lists/csv-route";
import { DEBTS } from "@/features/payouts/list";

export const GET = csvOf(DEBTS);
