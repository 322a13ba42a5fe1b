import { csvOf } from "@globalmarket/web/lists/csv-route";
import { AUDIT_LOG } from "@/features/audit-log/list";

export const GET = csvOf(AUDIT_LOG);
