import { nameIn, type Row, requestOf } from "./rows";

interface Conflict {
  /** The place in `rows` of what the person typed. */
  place: number;
  /** What another person has made of it; undefined where they took it away. */
  theirs: Row | undefined;
}

interface Merged {
  rows: Row[];
  conflicts: Conflict[];
}

/**
 * What a person has made of the rows that they `saw`, put upon what is stored `now`: two people who change other rows lose nothing. A row
 * is known by its name in the region's default language. Where both have changed one, the person's own stands in `rows`.
 */
export function mergeRows(mine: Row[], seen: Row[], now: Row[], language: string): Merged {
  const key = (row: Row) => nameIn(row, language).toLowerCase();
  const find = (rows: Row[], wanted: Row) => rows.find((row) => key(row) === key(wanted));
  const merged: Merged = { rows: [], conflicts: [] };
  for (const row of mine) {
    const [before, theirs] = [find(seen, row), find(now, row)];
    if (before && isSame(before, row)) {
      if (theirs) merged.rows.push(theirs); // they changed it, or nobody did; without it they took it away
      continue;
    }
    if (!isSame(before, theirs) && !isSame(row, theirs)) merged.conflicts.push({ place: merged.rows.length, theirs });
    merged.rows.push(row);
  }
  for (const row of now) {
    const before = find(seen, row);
    const isRemoved = !find(mine, row) && before;
    if (find(mine, row) || (isRemoved && isSame(before, row))) continue;
    if (isRemoved) merged.conflicts.push({ place: merged.rows.length, theirs: row });
    merged.rows.push(row); // theirs is new, or was changed while the person took it away
  }
  return merged;
}

/** Whether both say the same; two that are absent do. */
function isSame(one: Row | undefined, other: Row | undefined): boolean {
  const said = (row: Row | undefined) => row && JSON.stringify(Object.entries(requestOf(row)).map(sorted));
  return said(one) === said(other);
}

function sorted([name, value]: [string, unknown]): unknown {
  return [name, value && typeof value === "object" ? Object.entries(value).sort() : value];
}
