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

const DAY = /^2\d{3}-\d{2}-\d{2}$/; // since the year 2000: the first and the last days of the calendar have no time in every zone

type Asked = Record<string, string | string[] | undefined>;

/** The filters in an address. What no filter could be is left out: an old link still shows a list. */
export function readFilters(asked: Asked): OrderFilters {
  const one = (name: string) => [asked[name]].flat()[0]?.trim() ?? "";
  const state = ORDER_STATES.find((known) => known === one("state"));
  const all = {
    q: one("q").slice(0, 100),
    state,
    placed_from: isDay(one("placed_from")) ? one("placed_from") : undefined,
    placed_to: isDay(one("placed_to")) ? one("placed_to") : undefined,
    cursor: one("cursor"),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** Whether the calendar has this day: no 31st of February. */
function isDay(text: string): boolean {
  const start = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(start.getTime()) && start.toISOString().startsWith(text);
}

/** The address's query for these filters, with a question mark; empty for none. */
export function writeFilters(filters: OrderFilters): string {
  const query = new URLSearchParams(filters as Record<string, string>).toString();
  return query && `?${query}`;
}
