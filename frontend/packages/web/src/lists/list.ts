import type { MyProfile } from "@globalmarket/api";
import type { Money } from "@globalmarket/money";
import type { ReactNode } from "react";
import type { Place } from "../server/paging";
import type { FilterKinds, Filters } from "./filters";
import type { Sorting } from "./sorting";

/**
 * A column of a list. What it says is one of `text`, `amount`, `time` and `day`; files have no other columns, so one of buttons has `cell`
 * alone. `cell` is how the page shows it where that is more than the words.
 */
export interface ListColumn<Row> {
  /** In the address, where columns are chosen. */
  key: string;
  title: string;
  isNumber?: boolean;
  /** The name in the list's `sorting` by which its head orders the list; absent where it cannot. */
  sort?: string;
  cell?: (row: Row) => ReactNode;
  text?: (row: Row) => string | number | null | undefined;
  amount?: (row: Row) => Money | null | undefined;
  /** A moment (RFC 3339), to the minute. */
  time?: (row: Row) => string | null | undefined;
  /** A moment of which only the day matters. */
  day?: (row: Row) => string | null | undefined;
}

export interface ListTable<Row> {
  /** Names the table for screen readers. */
  caption: string;
  /** The first one heads each row: it is always shown. */
  columns: ListColumn<Row>[];
  rowKey: (row: Row) => string | number;
}

/** Who reads the list, and where: the pages of rows know the way back by the list's query. */
export interface Reader {
  person: MyProfile;
  /** Of the list's address, with a question mark; empty for none. */
  listQuery: string;
}

/** A list of the API's: one description for the page, the columns to choose from, and the file. */
export interface List<Row, Kinds extends FilterKinds> {
  /** Of its page, within the locale. The file is at `<path>/csv`. */
  path: string;
  /** One of these is needed; absent where every role will do. */
  roles?: readonly string[];
  filters: Kinds;
  /** By what the API can sort it; the columns say which of them is what. */
  sorting?: Sorting;
  read: (filters: Filters<Kinds>, place: Place, person: MyProfile) => Promise<ListedRows<Row>>;
  /** How these rows are shown. It is called for each page of them, so that names can be asked for together. */
  table: (rows: Row[], reader: Reader) => Promise<ListTable<Row>>;
}

export interface ListedRows<Row> {
  items: Row[];
  next_cursor: string | null;
}
