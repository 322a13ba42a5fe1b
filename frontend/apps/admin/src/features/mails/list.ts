import { rolesWith } from "@/features/access/rights";
import { MAIL_FILTERS } from "./filters";
import { listMails } from "./reads";
import { mailTable } from "./mail-table";

export const MAILS = {
  path: "/mails",
  roles: rolesWith("see_customers"),
  filters: MAIL_FILTERS,
  read: listMails,
  table: mailTable,
};
