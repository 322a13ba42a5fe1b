import type { AdminCategory } from "@globalmarket/api";
import { titleIn } from "../products/titles";

type Reader = { language: string };

/** The names from the root to the category, such as `Home › Kitchen`. */
export function pathName(category: AdminCategory, all: readonly AdminCategory[], reader: Reader): string {
  const byId = new Map(all.map((one) => [one.id, one]));
  return category.path.map((id) => titleIn(byId.get(id)?.names ?? {}, reader).text).join(" › ");
}

/** Where a category may lie: anywhere but in itself and below itself. */
export function parentsFor(id: string, all: readonly AdminCategory[]): AdminCategory[] {
  return all.filter(({ path }) => !path.includes(id));
}
