import type { StockItemDetail, WarehouseDetail } from "@globalmarket/api";
import { countOf } from "@globalmarket/web/forms/counts";
import { fieldName } from "./typed";

type Typed = Record<string, string>;

/** Stands for the default warehouse of a vendor that has none yet: it is made with the first count. */
export const DEFAULT_PLACE = "default";

/** Where units are counted: the vendor's warehouses, or the default one that is still to come. */
export function placesOf(warehouses: Pick<WarehouseDetail, "id">[]): string[] {
  return warehouses.length ? warehouses.map(({ id }) => id) : [DEFAULT_PLACE];
}

/** How many units of a variant are in a place. */
export function unitsIn(item: Pick<StockItemDetail, "levels" | "on_hand">, place: string): number {
  if (place === DEFAULT_PLACE) return item.on_hand;
  return item.levels.find(({ warehouse_id }) => warehouse_id === place)?.on_hand ?? 0;
}

/** The table's fields of units, and what they hold: none of a variant that is sold without counting, or that stock does not know yet. */
export function levelFieldsOf(items: StockItemDetail[], places: string[]): Typed {
  const counted = items.filter(({ tracks_stock }) => tracks_stock);
  return Object.fromEntries(
    counted.flatMap((item) =>
      places.map((place) => [fieldName(item.variant_id, `stock.${place}`), String(unitsIn(item, place))]),
    ),
  );
}

export interface Counted {
  /** What was counted in which place, of the fields that differ from what is stored. */
  counts: Map<string, { variant_id: string; on_hand: number }[]>;
  /** The fields with something that is no whole number. */
  wrong: string[];
}

/** The counts that a person has typed over what is stored `now`, by place. */
export function countsFrom(typed: Typed, now: Typed): Counted {
  const counts: Counted["counts"] = new Map();
  const wrong: string[] = [];
  for (const [name, text] of Object.entries(typed)) {
    const [kind, variant_id = "", place = ""] = name.split(".");
    if (kind !== "stock" || text === now[name]) continue;
    const on_hand = countOf(text);
    if (on_hand === null) wrong.push(name);
    else counts.set(place, [...(counts.get(place) ?? []), { variant_id, on_hand }]);
  }
  return { counts, wrong };
}
