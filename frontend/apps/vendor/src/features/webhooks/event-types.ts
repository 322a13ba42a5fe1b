/** The events that a webhook can receive, by the API's names; the messages and the forms' fields have them without the dot. */
export const EVENT_TYPES = ["order.changed", "product.changed", "payout.changed", "return.changed"] as const;

export type EventType = (typeof EVENT_TYPES)[number];
export type EventWord = "order_changed" | "product_changed" | "payout_changed" | "return_changed" | "webhook_test";

export function wordOf(eventType: string): EventWord {
  return eventType.replace(".", "_") as EventWord;
}
