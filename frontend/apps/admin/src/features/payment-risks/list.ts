import { rolesWith } from "@/features/access/rights";
import { RISK_FILTERS } from "./filters";
import { listRisks } from "./reads";
import { riskTable } from "./risk-table";

export const PAYMENT_RISKS = {
  path: "/payment-risks",
  roles: rolesWith("handle_money"),
  filters: RISK_FILTERS,
  read: listRisks,
  table: riskTable,
};
