import { rolesWith } from "@/features/access/rights";
import { adviceTable } from "./advice-table";
import { changeTable } from "./change-table";
import { competitorTable } from "./competitor-table";
import { experimentTable } from "./experiment-table";
import { LIMIT_FILTERS, NO_FILTERS } from "./filters";
import { limitsTable } from "./limits-table";
import { listAdvice, listChanges, listCompetitorPrices, listExperiments, listLimits } from "./reads";

const roles = rolesWith("set_prices");

export const ADVICE = { path: "/prices", roles, filters: NO_FILTERS, read: listAdvice, table: adviceTable };

export const CHANGES = { path: "/prices/changes", roles, filters: NO_FILTERS, read: listChanges, table: changeTable };

export const LIMITS = { path: "/prices/limits", roles, filters: LIMIT_FILTERS, read: listLimits, table: limitsTable };

export const COMPETITORS = {
  path: "/prices/competitors",
  roles,
  filters: NO_FILTERS,
  read: listCompetitorPrices,
  table: competitorTable,
};

export const EXPERIMENTS = {
  path: "/prices/experiments",
  roles,
  filters: NO_FILTERS,
  read: listExperiments,
  table: experimentTable,
};
