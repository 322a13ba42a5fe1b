import { csvOf } from "@globalmarket/web/lists/csv-route";
import { MAILS } from "@/features/mails/list";

export const GET = csvOf(MAILS);
