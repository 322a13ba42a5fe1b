/** What the list of categories says a form has done: names in its address and in the catalogue `categories.done`. */
export const CATEGORY_DONE = ["added", "saved", "removed"] as const;
