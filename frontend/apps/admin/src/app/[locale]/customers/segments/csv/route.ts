import { csvOf } from "@globalmarket/web/lists/csv-route";
import { SEGMENT_LIST } from "@/features/segments/list";

export const GET = csvOf(SEGMENT_LIST);
