import { parseTable } from "@globalmarket/web/files/table";

/** Of a file: each takes three calls of the API. */
export const MOST_PARCELS = 100;

/** A parcel that a file names: all that is left to send of an order. */
export interface TrackedRow {
  number: string;
  carrier: string;
  tracking_number: string;
  tracking_url: string;
}

/** The rows of a file of tracking numbers: order, carrier, tracking number, tracking address. A first line without a digit is a heading. */
export function readTrackingFile(text: string): TrackedRow[] {
  const rows = parseTable(text).filter((cells) => cells.some(Boolean));
  const isHeading = !/\d/.test(rows[0]?.join("") ?? "");
  return rows.slice(isHeading ? 1 : 0).map(([number = "", carrier = "", tracking_number = "", tracking_url = ""]) => ({
    number,
    carrier,
    tracking_number,
    tracking_url,
  }));
}

/** Numbers that stand in the file more than once: which of the parcels is meant, nobody knows. */
export function repeatedNumbers(rows: TrackedRow[]): Set<string> {
  const byNumber = Map.groupBy(rows, ({ number }) => number);
  return new Set([...byNumber].filter(([, some]) => some.length > 1).map(([number]) => number));
}
