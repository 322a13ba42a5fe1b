/** What the page of a refund says a form has done: names in its address and in the catalogue `refunds.done`. */
export const REFUND_DONE = ["retried", "settled"] as const;
