import { csvOf } from "@globalmarket/web/lists/csv-route";
import { OSS_VENDORS } from "@/features/tax/list";

export const GET = csvOf(OSS_VENDORS);
