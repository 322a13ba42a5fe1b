/** How many there are in a first page; `isMore` if a further page follows. */
export interface Count {
  number: number;
  isMore: boolean;
}

/** The API's largest page, by which things are counted: its lists give no totals. */
export const MOST_COUNTED = 100;

export function counted(page: { items: unknown[]; next_cursor: string | null } | undefined): Count {
  return { number: page?.items.length ?? 0, isMore: Boolean(page?.next_cursor) };
}
