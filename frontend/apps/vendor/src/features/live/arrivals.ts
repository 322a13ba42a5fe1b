import type { LiveMessage } from "@globalmarket/web/live/connection";

/** What is said, and heard, when it arrives: names of words in `today.arrived`. */
export const ARRIVALS = ["order", "message", "return", "canceled"] as const;

export type Arrival = (typeof ARRIVALS)[number];

/** What a live message brings a vendor; null for what changes without anybody having to look. */
export function arrivalOf({ type, data }: LiveMessage): Arrival | null {
  if (type === "vendor_order_placed") return "order";
  if (type === "message_arrived" && data?.sender === "customer") return "message";
  if (type === "return_changed" && data?.state === "requested") return "return";
  if (type === "lines_canceled" && data?.by !== "vendor") return "canceled";
  return null;
}
