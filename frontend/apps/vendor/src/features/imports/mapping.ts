import type { ImportPreview, MappedColumnRequest, PreviewColumn } from "@globalmarket/api";

/** What a select says in place of a field: the column is left out, or kept with the product as it stands. */
export const LEAVE_OUT = "-";
export const KEEP = "+";

/** What a column's select offers: a column of the format itself or nothing; of any other column every field, too. */
export function choicesOf({ usual_field }: PreviewColumn, fields: string[]): string[] {
  return fields.includes(usual_field) ? [usual_field, LEAVE_OUT] : [KEEP, LEAVE_OUT, ...fields];
}

/** What a column's select holds. */
export function chosenOf({ use, field }: PreviewColumn, fields: string[]): string {
  if (use === "ignored") return LEAVE_OUT;
  return fields.includes(field) ? field : KEEP;
}

/** The mapping that a form's selects say: `name.0`, `usual.0`, `field.0`. A column that is read as the format says needs no word. */
export function mappingFrom(form: FormData): MappedColumnRequest[] {
  const of = (name: string, place: string) => String(form.get(`${name}.${place}`) ?? "");
  return [...form.keys()]
    .filter((name) => name.startsWith("field."))
    .map((name) => name.slice("field.".length))
    .filter((place) => ![KEEP, of("usual", place)].includes(of("field", place)))
    .map((place) => {
      const field = of("field", place);
      return { column: of("name", place), field: field === LEAVE_OUT ? "" : field };
    });
}

/** A mapping as an address's query: `column=field`, or `column=` for one that is left out. `?mapped=` alone is a mapping of nothing. */
export function queryOf(mapping: MappedColumnRequest[]): string {
  const pairs = mapping.map(({ column, field }) => ["mapped", `${column}=${field}`]);
  return new URLSearchParams(pairs.length ? pairs : [["mapped", ""]]).toString();
}

/** The mapping that an address names; undefined where it names none, so that an earlier file's is taken. */
export function mappingIn(asked: string | string[] | undefined): MappedColumnRequest[] | undefined {
  if (asked === undefined) return undefined;
  return [asked].flat().flatMap((pair) => {
    const place = pair.lastIndexOf("="); // a column's name may have one, a field's has none
    return place > 0 ? [{ column: pair.slice(0, place), field: pair.slice(place + 1) }] : [];
  });
}

/** A row of the preview's table: a variant, with its product's title where it is the first one. */
export interface PreviewRow {
  key: string;
  product: ImportPreview["products"][number];
  variant: ImportPreview["products"][number]["variants"][number] | null;
  isFirst: boolean;
}

/** The products' variants, a row each. A product of which the file names no variants has one row. */
export function rowsOf(products: ImportPreview["products"]): PreviewRow[] {
  return products.flatMap((product): PreviewRow[] =>
    product.variants.length
      ? product.variants.map((variant, place) => ({
          key: `${product.handle} ${variant.row}`,
          product,
          variant,
          isFirst: place === 0,
        }))
      : [{ key: product.handle, product, variant: null, isFirst: true }],
  );
}
