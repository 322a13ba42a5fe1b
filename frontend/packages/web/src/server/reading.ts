import { AsyncLocalStorage } from "node:async_hooks";

/** What a page that is being made has been made of so far. */
export interface Reading {
  /** The tags of the API's answers in it, each with the number of the region's last change before its oldest answer was made. */
  tags: Map<string, number>;
  /** The shortest time for which an answer may be kept. */
  maxAgeS: number;
  /** False once something in it is one visitor's own, or has no tags. */
  mayBeKept: boolean;
}

// The server's own modules and those that Next has bundled are two copies of this file in one process.
const KEY = Symbol.for("globalmarket.reading");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Reading> };
shared[KEY] ??= new AsyncLocalStorage<Reading>();
const storage = shared[KEY];

export function newReading(): Reading {
  return { tags: new Map(), maxAgeS: Number.POSITIVE_INFINITY, mayBeKept: true };
}

/** Run `make` and note in `reading` what the page that it makes consists of. */
export function whileReading<T>(reading: Reading, make: () => T): T {
  return storage.run(reading, make);
}

/** An answer of the API went into the page that is being made. */
export function noteAnswer(headers: Headers): void {
  const reading = storage.getStore();
  if (!reading) return;
  const tags = headers.get("Cache-Tag");
  const change = headers.get("Cache-Change");
  const [, maxAge] = /max-age=(\d+)/.exec(headers.get("Cache-Control") ?? "") ?? [];
  if (!tags || !change || !maxAge) {
    reading.mayBeKept = false;
    return;
  }
  for (const tag of tags.split(",")) {
    reading.tags.set(tag, Math.min(Number(change), reading.tags.get(tag) ?? Number.POSITIVE_INFINITY));
  }
  reading.maxAgeS = Math.min(reading.maxAgeS, Number(maxAge));
}

/** Something of one visitor went into the page that is being made: nobody else may get it. */
export function notePersonal(): void {
  const reading = storage.getStore();
  if (reading) reading.mayBeKept = false;
}
