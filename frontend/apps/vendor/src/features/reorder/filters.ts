import type { FilterKinds, Filters } from "@globalmarket/web/lists/filters";

/** Only what is to be ordered now. */
export const FORECAST_FILTERS = { due: { kind: "one", of: ["true"] } } as const satisfies FilterKinds;

export type ForecastFilters = Filters<typeof FORECAST_FILTERS>;
