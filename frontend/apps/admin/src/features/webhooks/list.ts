import { rolesWith } from "@/features/access/rights";
import { WEBHOOK_FILTERS } from "./filters";
import { listWebhooks } from "./reads";
import { webhookTable } from "./webhook-table";

export const WEBHOOKS = {
  path: "/webhooks",
  roles: rolesWith("handle_money"),
  filters: WEBHOOK_FILTERS,
  read: listWebhooks,
  table: webhookTable,
};
