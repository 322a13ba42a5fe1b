/** What the page of a model says a form has done: names in its address and in the catalogue `models.done`. */
export const MODEL_DONE = ["switched", "trained", "activated", "tried", "stopped"] as const;
