import { csvOf } from "@globalmarket/web/lists/csv-route";
import { CREDITS } from "@/features/credits/list";

export const GET = csvOf(CREDITS);
