/** What staff may turn on and off of a model. */
export const MODEL_SWITCHES = ["is_on", "renews_itself", "is_shadow"] as const;

export type ModelSwitch = (typeof MODEL_SWITCHES)[number];
