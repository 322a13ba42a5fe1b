import { expect, it } from "vitest";
import { csvPieces, MOST_ROWS } from "./csv";
import type { ListColumn } from "./list";

interface Sale {
  number: string;
  placed: string;
  minor: number | null;
}

const COLUMNS: ListColumn<Sale>[] = [
  { key: "number", title: "Number", text: ({ number }) => number },
  { key: "placed", title: "Placed", time: ({ placed }) => placed },
  { key: "since", title: "Day", day: ({ placed }) => placed },
  { key: "total", title: "Total", amount: ({ minor }) => (minor === null ? null : { minor, currency: "EUR" }) },
  { key: "open", title: "Open", cell: () => "a button" },
];
const SALE = { number: "E1", placed: "2026-11-30T23:30:00Z", minor: -1250 };

async function fileOf(pages: Sale[][], columns?: string) {
  const page = (place: number) => ({
    items: pages[place] ?? [],
    next_cursor: place + 1 < pages.length ? String(place + 1) : null,
  });
  const pieces = csvPieces({
    first: page(0),
    next: async (cursor) => page(Number(cursor)),
    table: async () => ({ caption: "Sales", columns: COLUMNS, rowKey: ({ number }) => number }),
    columns,
    timeZone: "Europe/Brussels",
    words: { currency: "currency", more: "There are more" },
  });
  return (await Array.fromAsync(pieces)).join("").slice(1).trimEnd().split("\r\n");
}

it("has what the page shows, in the region's time, with amounts as numbers and without buttons", async () => {
  expect(await fileOf([[SALE]])).toEqual([
    "Number,Placed,Day,Total,Total (currency)",
    "E1,2026-12-01 00:30,2026-12-01,-12.50,EUR",
  ]);
});

it("has the chosen columns of all pages under one heading", async () => {
  const other = { ...SALE, number: "=E2", minor: null };

  expect(await fileOf([[SALE], [other]], "total")).toEqual([
    "Number,Total,Total (currency)",
    "E1,-12.50,EUR",
    "'=E2,,",
  ]);
});

it("has a heading alone where the list is empty", async () => {
  expect(await fileOf([[]], "placed")).toEqual(["Number,Placed"]);
});

it("ends after its largest number of rows, and says so", async () => {
  const pages = Array.from({ length: MOST_ROWS / 100 + 1 }, () => Array.from({ length: 100 }, () => SALE));

  const lines = await fileOf(pages, "number");

  expect(lines).toHaveLength(1 + MOST_ROWS + 1);
  expect(lines.at(-1)).toBe("There are more");
});
