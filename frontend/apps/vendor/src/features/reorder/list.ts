import { rolesWith } from "@/features/access/rights";
import { FORECAST_FILTERS } from "./filters";
import { forecastTable } from "./forecast-table";
import { listForecasts } from "./reads";

export const FORECASTS = {
  path: "/stock/reorder",
  roles: rolesWith("adjust_stock"),
  filters: FORECAST_FILTERS,
  read: listForecasts,
  table: forecastTable,
};
