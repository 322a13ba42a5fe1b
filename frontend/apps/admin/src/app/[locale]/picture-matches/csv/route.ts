import { csvOf } from "@globalmarket/web/lists/csv-route";
import { PICTURE_MATCHES } from "@/features/picture-matches/list";

export const GET = csvOf(PICTURE_MATCHES);
