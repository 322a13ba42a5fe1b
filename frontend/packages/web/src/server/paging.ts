import { Refused } from "@globalmarket/api";

/** Where a page of a list begins, and how many rows it has. Without them: the first page, of the usual size. */
export interface Place {
  cursor?: string | undefined;
  /** At most `MOST_ROWS_OF_PAGE`. */
  limit?: number;
  /** A file reads on from the page before: where its cursor is refused, it has to fail, since the first page would be in it twice. */
  readsOn?: boolean;
  /** The order, by the API's name; a cursor is of one order. Absent: the list's usual one. */
  sort?: string | undefined;
  /** Of an order by amounts. */
  currency?: string | undefined;
}

/** The rows of a list on a screen. */
export const PAGE_SIZE = 25;
/** The API's largest page. */
export const MOST_ROWS_OF_PAGE = 100;

/** The page of a list at `place`; the first one for a cursor that the API refuses, unless the place `readsOn`: an old link still shows a list. */
export async function fromCursor<Page>(place: Place, read: (at: Place) => Promise<Page>): Promise<Page> {
  const { cursor, readsOn = false, ...size } = place;
  if (!cursor) return read(size);
  try {
    return await read({ ...size, cursor });
  } catch (error) {
    if (!readsOn && error instanceof Refused && error.status === 422) return read(size);
    throw error;
  }
}
