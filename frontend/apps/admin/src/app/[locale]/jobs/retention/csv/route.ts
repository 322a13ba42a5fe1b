import { csvOf } from "@globalmarket/web/lists/csv-route";
import { RETENTION_RUNS } from "@/features/retention/list";

export const GET = csvOf(RETENTION_RUNS);
