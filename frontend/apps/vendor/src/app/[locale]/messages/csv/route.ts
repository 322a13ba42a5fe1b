import { csvOf } from "@globalmarket/web/lists/csv-route";
import { CONVERSATIONS } from "@/features/messages/list";

export const GET = csvOf(CONVERSATIONS);
