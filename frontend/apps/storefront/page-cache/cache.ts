import type { Reading } from "@globalmarket/web/server/reading";
import { LRUCache } from "lru-cache";
import type { NonceText } from "./nonce-text.ts";

/** A whole page as it was sent once. */
export interface Page {
  host: string;
  /** What it depends on, each with the number of the last change that its answers were made after. */
  tags: ReadonlyMap<string, number>;
  headers: Record<string, string>;
  /** What allowed its scripts to run when it was first sent. It stands in the headers. */
  nonce: string;
  /** A text, or a picture as it is. */
  content: NonceText | Buffer;
}

const LONGEST_S = 300;
const LIVES = 10; // times the shortest max-age: expiry is by tags, this only for what no event announces
const MOST_CHANGES = 50_000;

/**
 * Whole pages, for as long as nothing in them has changed: `docs/concepts/caching.md`, "The web server's pages".
 *
 * A change has a number, each region its own. A page is valid while none of its tags has had a change with a higher number than
 * the page has for it. So it does not matter whether a change is heard of before, while or after the page of it is made.
 */
export class PageCache {
  readonly #pages: LRUCache<string, Page>;
  readonly #changes = new Map<string, number>();
  readonly #floors = new Map<string, number>();

  /** `mostBytes` of memory for the pages' texts, about. */
  constructor(mostBytes: number) {
    this.#pages = new LRUCache({ maxSize: mostBytes, sizeCalculation: sizeOf });
  }

  find(key: string): Page | undefined {
    const page = this.#pages.get(key);
    if (page && !this.#isValid(page)) {
      this.#pages.delete(key);
      return undefined;
    }
    return page;
  }

  /** Keep the page, if it may be kept at all and nothing in it has changed meanwhile. */
  store(key: string, page: Omit<Page, "tags">, reading: Reading): void {
    if (!reading.mayBeKept || !reading.tags.size) return;
    const made = { ...page, tags: reading.tags };
    if (!this.#isValid(made)) return;
    this.#pages.set(key, made, { ttl: Math.min(reading.maxAgeS * LIVES, LONGEST_S) * 1000 });
  }

  /** What these tags stand for was changed in the region on `host`. */
  expire(host: string, tags: readonly string[], change: number): void {
    if (this.#changes.size + tags.length > MOST_CHANGES) this.#forgetChanges();
    for (const tag of tags) {
      const key = `${host} ${tag}`;
      this.#changes.set(key, Math.max(change, this.#changes.get(key) ?? 0));
    }
  }

  #isValid(page: Page): boolean {
    const floor = this.#floors.get(page.host) ?? 0;
    return [...page.tags].every(
      ([tag, change]) => Math.max(floor, this.#changes.get(`${page.host} ${tag}`) ?? 0) <= change,
    );
  }

  /** Instead of each change remember one for all tags, the latest. It makes more pages anew than need be, and none too few. */
  #forgetChanges(): void {
    for (const [key, change] of this.#changes) {
      const host = key.slice(0, key.indexOf(" "));
      this.#floors.set(host, Math.max(change, this.#floors.get(host) ?? 0));
    }
    this.#changes.clear();
  }
}

function sizeOf(page: Page): number {
  return 1000 + (Buffer.isBuffer(page.content) ? page.content.length : page.content.bytes);
}
