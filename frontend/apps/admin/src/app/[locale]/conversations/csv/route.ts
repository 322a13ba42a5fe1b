import { csvOf } from "@globalmarket/web/lists/csv-route";
import { CONVERSATIONS } from "@/features/conversations/list";

export const GET = csvOf(CONVERSATIONS);
