/** What the list of pages says a form has done: names in its address and in the catalogue `pages.done`. */
export const PAGE_DONE = ["added", "saved", "removed"] as const;

/** Where a page stands in the shop's footer. */
export const PAGE_GROUPS = ["help", "about", "legal"] as const;
