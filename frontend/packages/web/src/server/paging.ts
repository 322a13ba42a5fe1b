import { Refused } from "@globalmarket/api";

/** Where a page of a list begins, and how many rows it has. Without them: the first page, of the usual size. */
export interface Place {
  cursor?: string | undefined;
  /** At most `MOST_ROWS_OF_PAGE`. */
  limit?: number;
}

/** The rows of a list on a screen. */
export const PAGE_SIZE = 25;
/** The API's largest page. */
export const MOST_ROWS_OF_PAGE = 100;

/** The page of a list at `place`; the first one for a cursor that the API refuses: an old link still shows a list. */
export async function fromCursor<Page>({ cursor, ...size }: Place, read: (at: Place) => Promise<Page>): Promise<Page> {
  if (!cursor) return read(size);
  try {
    return await read({ ...size, cursor });
  } catch (error) {
    if (error instanceof Refused && error.status === 422) return read(size);
    throw error;
  }
}
