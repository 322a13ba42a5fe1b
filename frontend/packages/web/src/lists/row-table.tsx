import { type Column, DataTable } from "@globalmarket/ui/data-table";
import { Sign } from "@globalmarket/ui/sign";
import { getTranslations } from "next-intl/server";
import { Link } from "../frame/link";
import { currentSite } from "../server/site";
import { shownColumn } from "./cells";
import { writeFilters } from "./filters";
import type { ListColumn, ListTable } from "./list";
import { directionOf, type Order, orderBy, type Sorting } from "./sorting";

/** What the heads of columns need that order the list. */
interface Heads {
  /** The list's address without filters. */
  here: string;
  /** Filters and columns, without the order. */
  query: Record<string, string | undefined>;
  sorting: Sorting;
  order: Order;
}

interface Props<Row> {
  table: ListTable<Row>;
  rows: Row[];
  /** Absent where the list has one order. */
  heads?: Heads | undefined;
}

/** Rows of a list in its columns. */
export async function RowTable<Row>({ table, rows, heads }: Props<Row>) {
  const { locale, region } = await currentSite();
  const notation = { locale: locale.tag, timeZone: region.timezone };
  const t = await getTranslations("lists");
  const columns = table.columns.map((column): Column<Row> => {
    const shown = shownColumn(column, notation);
    return heads && column.sort ? { ...shown, ...headOf(column, column.sort, heads, t) } : shown;
  });
  return <DataTable {...table} rows={rows} columns={columns} />;
}

type Words = Awaited<ReturnType<typeof getTranslations<"lists">>>;

/** The head of a column as a link to the list in its order. What a click does is the link's description, so that the head stays a name. */
function headOf<Row>({ title }: ListColumn<Row>, name: string, { here, query, sorting, order }: Heads, t: Words) {
  const sorted = directionOf(name, sorting, order);
  const next = orderBy(name, sorting, order);
  const direction = directionOf(name, sorting, next) ?? "ascending";
  const as = sorting.by[name] ?? "text";
  return {
    sorted,
    head: (
      <Link
        href={here + writeFilters({ ...query, ...next })}
        scroll={false}
        title={t(`sort.${as}.${direction}`)}
        className="-my-2 inline-flex min-h-11 items-center gap-1 underline-offset-4 hover:text-ink hover:underline"
      >
        {title}
        <Sign of={sorted ?? "sortable"} className={`size-4 shrink-0 ${sorted ? "text-ink" : "opacity-50"}`} />
      </Link>
    ),
  };
}
