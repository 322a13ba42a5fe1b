import { AsyncLocalStorage } from "node:async_hooks";

/** The region is shut for maintenance: what its operator says, as the API's region has it. */
export interface ClosedNotice {
  /** Of the shop. */
  name: string;
  /** By language; may be none at all. */
  texts: Record<string, string>;
  /** RFC 3339; null where nobody knows. */
  expectedEnd: string | null;
  /** IANA name of the region's. */
  timeZone: string;
  /** Read where the reader's language has no text. */
  defaultLanguage: string;
}

/** A call of the API, for the page that is being made, that the API did not answer as it should. */
export interface Fault {
  /** The API's own, or `unavailable` without an answer. */
  code: string;
  /** After which the API would be asked again, where it says so. */
  retryAfterS: number | null;
  /** Of a region that is shut. */
  notice?: ClosedNotice;
}

interface Noting {
  fault: Fault | null;
}

// The server's own modules and those that Next has bundled are two copies of this file in one process.
const KEY = Symbol.for("globalmarket.fault");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Noting> };
shared[KEY] ??= new AsyncLocalStorage<Noting>();
const storage = shared[KEY];

export function newNoting(): Noting {
  return { fault: null };
}

/** Run `make`; the first fault of a call inside it stands in `noting` afterwards. */
export function whileNoting<T>(noting: Noting, make: () => T): T {
  return storage.run(noting, make);
}

/** A call of the API failed. It does not matter to a page that can do without it. */
export function noteFault(fault: Fault): void {
  const noting = storage.getStore();
  if (noting) noting.fault ??= fault;
}
