import { rolesWith } from "@/features/access/rights";
import { CREDIT_FILTERS, ISSUE_FILTERS } from "./filters";
import { listCredits, listIssues } from "./reads";
import { creditTable, issueTable } from "./tables";

export const CREDITS = {
  path: "/credits",
  roles: rolesWith("give_credit"),
  filters: CREDIT_FILTERS,
  read: listCredits,
  table: creditTable,
};

export const ISSUES = {
  path: "/credits/issues",
  roles: rolesWith("give_credit"),
  filters: ISSUE_FILTERS,
  read: listIssues,
  table: issueTable,
};
