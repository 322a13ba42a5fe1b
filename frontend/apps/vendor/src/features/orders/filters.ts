import { isDay } from "@globalmarket/web/lists/filters";

/** What a list of orders is narrowed to; each is a parameter of the address and of the API. */
export interface OrderFilters {
  q?: string;
  state?: string;
  /** Days of the region: `2026-11-30`. */
  placed_from?: string;
  placed_to?: string;
  cursor?: string;
}

export const ORDER_STATES = ["new", "accepted", "partly_shipped", "shipped", "delivered", "canceled"] as const;

/** In the address: orders of which something is still to be sent, whatever their state. */
export const UNSENT = "unsent";
/** The same for the API. */
export const UNSENT_STATES = "new,accepted,partly_shipped";

type Asked = Record<string, string | string[] | undefined>;

/** The filters in an address. What no filter could be is left out: an old link still shows a list. */
export function readFilters(asked: Asked): OrderFilters {
  const one = (name: string) => [asked[name]].flat()[0]?.trim() ?? "";
  const state = [UNSENT, ...ORDER_STATES].find((known) => known === one("state"));
  const all = {
    q: one("q").slice(0, 100),
    state,
    placed_from: isDay(one("placed_from")) ? one("placed_from") : undefined,
    placed_to: isDay(one("placed_to")) ? one("placed_to") : undefined,
    cursor: one("cursor"),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** The address's query for these filters, with a question mark; empty for none. */
export function writeFilters(filters: OrderFilters): string {
  const query = new URLSearchParams(filters as Record<string, string>).toString();
  return query && `?${query}`;
}
