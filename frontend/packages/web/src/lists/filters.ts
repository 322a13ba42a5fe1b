/** What a list can be narrowed by: each is a parameter of the address, and of the API under the same name. */
export type FilterKind =
  | { kind: "text"; most: number }
  | { kind: "one"; of: readonly string[] }
  /** An id of the API's, such as `ven_01KB...`: other pages link to what belongs to it. */
  | { kind: "id"; prefix: string }
  /** A day of the region's calendar: `2026-11-30`. */
  | { kind: "day" };

export type FilterKinds = Record<string, FilterKind>;

/** Of a list that is not narrowed. */
export const NO_FILTERS = {} as const satisfies FilterKinds;

/** The filters that are set, by name. A filter that is not set is absent. */
export type Filters<Kinds extends FilterKinds> = {
  [Name in keyof Kinds]?: Kinds[Name] extends { kind: "one"; of: readonly (infer Value extends string)[] }
    ? Value
    : string;
};

export type Asked = Record<string, string | string[] | undefined>;

const DAY = /^2\d{3}-\d{2}-\d{2}$/; // since the year 2000: the first and the last days of the calendar have no time in every zone
const MOST_CURSOR = 1000;

/** The filters in an address. What no filter could be is left out: an old link still shows a list. */
export function readFilters<Kinds extends FilterKinds>(asked: Asked, kinds: Kinds): Filters<Kinds> {
  const read = Object.entries(kinds).map(([name, kind]) => [name, accepted(first(asked, name), kind)]);
  return Object.fromEntries(read.filter(([, value]) => value)) as Filters<Kinds>;
}

/** Where the asked page of the list begins; undefined on the first. */
export function readCursor(asked: Asked): string | undefined {
  return first(asked, "cursor").slice(0, MOST_CURSOR) || undefined;
}

/** The address's query for these filters, with a question mark; empty for none. */
export function writeFilters(filters: Record<string, string | undefined>): string {
  const set = Object.entries(filters).filter((one): one is [string, string] => Boolean(one[1]));
  const query = new URLSearchParams(set).toString();
  return query && `?${query}`;
}

/** Whether the calendar has this day: no 31st of February. */
export function isDay(text: string): boolean {
  const start = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(start.getTime()) && start.toISOString().startsWith(text);
}

function first(asked: Asked, name: string): string {
  return [asked[name]].flat()[0]?.trim() ?? "";
}

function accepted(value: string, kind: FilterKind): string {
  if (kind.kind === "text") return value.slice(0, kind.most);
  if (kind.kind === "one") return kind.of.includes(value) ? value : "";
  if (kind.kind === "id") return new RegExp(`^${kind.prefix}_[0-6][0-9A-HJKMNP-TV-Z]{25}$`).test(value) ? value : "";
  return isDay(value) ? value : "";
}
