import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import { getTranslations } from "next-intl/server";
import { attachment } from "../server/files";
import { MOST_ROWS_OF_PAGE } from "../server/paging";
import { isOpenTo, requirePerson } from "../server/person";
import { currentSite } from "../server/site";
import { readColumns } from "./columns";
import { csvPieces, MOST_ROWS } from "./csv";
import { type FilterKinds, readFilters, writeFilters } from "./filters";
import type { List } from "./list";
import { moneyOf, readOrder } from "./sorting";

/** The list as a file: all rows that its page has under the same filters, in the same columns. */
export function csvOf<Row, Kinds extends FilterKinds>(list: List<Row, Kinds>) {
  return async (request: Request): Promise<Response> => {
    const asked = Object.fromEntries(new URL(request.url).searchParams);
    const filters = readFilters(asked, list.filters);
    const columns = readColumns(asked);
    const { region } = await currentSite();
    const order = readOrder(asked, list.sorting, moneyOf(region));
    const person = await requirePerson(list.path + writeFilters({ ...filters, columns, ...order }));
    if (!isOpenTo(person, list.roles)) return new Response(null, { status: 403 });
    const t = await getTranslations("lists");
    // The browser takes the file after this function has returned: what reads further pages still belongs to this request.
    const inRequest = AsyncLocalStorage.snapshot();
    const read = (cursor?: string) =>
      list.read(filters, { cursor, limit: MOST_ROWS_OF_PAGE, readsOn: true, ...order }, person);
    const pieces = csvPieces({
      first: await read(),
      next: (cursor) => inRequest(read, cursor),
      table: (rows) => inRequest(list.table, rows, { person, listQuery: "" }),
      columns,
      timeZone: region.timezone,
      words: { currency: t("currency"), more: t("file_ends", { most: MOST_ROWS }) },
    });
    const body = Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream;
    return attachment(body, "text/csv; charset=utf-8", `${list.path.slice(1).replaceAll("/", "-")}-${region.slug}.csv`);
  };
}
