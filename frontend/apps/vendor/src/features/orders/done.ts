/** What can have been done to an order: the names of the messages that say so. */
export const ORDER_DONE = [
  "accepted",
  "parcel_sent",
  "parcel_delivered",
  "lines_canceled",
  "lines_refunded",
  "delivery_failed",
  "parcel_received",
  "label_bought",
  "label_voided",
] as const;

export type OrderDone = (typeof ORDER_DONE)[number];
