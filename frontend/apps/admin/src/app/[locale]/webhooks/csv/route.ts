import { csvOf } from "@globalmarket/web/lists/csv-route";
import { WEBHOOKS } from "@/features/webhooks/list";

export const GET = csvOf(WEBHOOKS);
