import type { MyProfile } from "@globalmarket/api";
import type { ReactNode } from "react";
import { Listing } from "../frame/listing";
import { RoleGate } from "../frame/role-gate";
import { currentSite } from "../server/site";
import { chosenColumns, readColumns } from "./columns";
import { CurrencyChoice } from "./currency-choice";
import { type FilterField, FilterForm } from "./filter-form";
import { type Asked, type FilterKinds, type Filters, readCursor, readFilters, writeFilters } from "./filters";
import type { List } from "./list";
import { ListTools } from "./list-tools";
import { RowTable } from "./row-table";
import { isByAmount, moneyOf, readOrder } from "./sorting";

interface Words {
  title: string;
  hint: ReactNode;
}

interface Props<Row, Kinds extends FilterKinds> {
  list: List<Row, Kinds>;
  /** The address's parameters. */
  asked: Asked;
  /** What the list can be narrowed by, unless the page has a form of its own for that. */
  fields?: FilterField[];
  /** What stands in place of an empty list. */
  empty: Words & { icon: ReactNode };
  /** The same where filters leave nothing. */
  noneFound?: Words;
  /** The page around the list. */
  frame: (list: ReactNode, seen: { person: MyProfile; filters: Filters<Kinds> }) => ReactNode | Promise<ReactNode>;
}

/** The page of a list: its filters, columns to choose, saved views, the file, a page of rows, and the way on. */
export async function ListPage<Row, Kinds extends FilterKinds>(props: Props<Row, Kinds>) {
  const { list, asked, fields = [], empty, noneFound, frame } = props;
  const { locale, region } = await currentSite();
  const here = `/${locale.tag}${list.path}`;
  const filters = readFilters(asked, list.filters);
  const columns = readColumns(asked);
  const order = readOrder(asked, list.sorting, moneyOf(region));
  const cursor = readCursor(asked);
  const kept = { columns, ...order };
  const listQuery = writeFilters({ ...filters, ...kept, cursor });
  const isNarrowed = Object.keys(filters).length > 0;
  const canNarrow = isNarrowed || fields.some(({ type }) => type !== "id");
  return (
    <RoleGate path={list.path + listQuery} roles={list.roles}>
      {async (person) => {
        const { items, next_cursor } = await list.read(filters, { cursor, ...order }, person);
        const table = await list.table(items, { person, listQuery });
        return frame(
          <>
            {fields.length > 0 && canNarrow && <FilterForm here={here} chosen={filters} fields={fields} kept={kept} />}
            {(items.length > 0 || listQuery) && (
              <ListTools
                here={here}
                filters={filters}
                columns={table.columns}
                chosen={columns}
                order={order}
                canSave={canNarrow}
              />
            )}
            {isByAmount(list.sorting, order) && (
              <CurrencyChoice here={here} query={{ ...filters, columns, sort: order.sort }} chosen={order.currency} />
            )}
            <Listing
              here={here + writeFilters({ ...filters, ...kept })}
              isSorted={order.sort !== undefined}
              cursor={cursor}
              next={next_cursor}
              empty={{ ...empty, ...(isNarrowed && noneFound) }}
            >
              {items.length > 0 && (
                <RowTable
                  table={{ ...table, columns: chosenColumns(table.columns, columns) }}
                  rows={items}
                  heads={list.sorting && { here, query: { ...filters, columns }, sorting: list.sorting, order }}
                />
              )}
            </Listing>
          </>,
          { person, filters },
        );
      }}
    </RoleGate>
  );
}
