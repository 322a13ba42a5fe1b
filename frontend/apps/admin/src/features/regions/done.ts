/** What a region's page says a form has done: names in its address and in the catalogue `regions.done`. */
export const PLAN_DONE = ["planned", "changed", "opened"] as const;
