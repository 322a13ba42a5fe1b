/** What the page of an order says a form has done: names in its address and in the catalogue `orders.done`. */
export const ORDER_DONE = ["refunded", "failed", "received"] as const;

export type OrderDone = (typeof ORDER_DONE)[number];
