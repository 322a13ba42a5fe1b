/** What the page of a customer says a form has done: names in its address and in the catalogue `customers.done`. */
export const CUSTOMER_DONE = ["blocked", "unblocked", "copy_asked", "erased"] as const;

export type CustomerDone = (typeof CUSTOMER_DONE)[number];
