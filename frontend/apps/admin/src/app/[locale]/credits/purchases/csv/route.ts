import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PURCHASES } from "@/features/gift-cards/list";

export const GET = csvOf(PURCHASES);
