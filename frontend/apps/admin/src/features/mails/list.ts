import { rolesWith } from "@/features/access/rights";
import { MAIL_FILTERS } from "./filters";
import { mailTable } from "./mail-table";
import { listMails } from "./reads";

export const MAILS = {
  path: "/mails",
  roles: rolesWith("see_customers"),
  filters: MAIL_FILTERS,
  sorting: { by: { created_at: "time" }, usual: "-created_at" } as const,
  read: listMails,
  table: mailTable,
};
