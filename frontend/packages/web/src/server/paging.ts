import { Refused } from "@globalmarket/api";

/** The page of a list that begins at `cursor`; the first one for a cursor that the API refuses: an old link still shows a list. */
export async function fromCursor<Page>(
  cursor: string | undefined,
  read: (at: { cursor?: string }) => Promise<Page>,
): Promise<Page> {
  if (!cursor) return read({});
  try {
    return await read({ cursor });
  } catch (error) {
    if (error instanceof Refused && error.status === 422) return read({});
    throw error;
  }
}
