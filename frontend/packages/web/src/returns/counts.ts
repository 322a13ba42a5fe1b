import type { ReturnLine } from "@globalmarket/api";
import { countOf } from "../forms/counts";

interface Counted<Name extends string> {
  counts: ({ line_id: string } & Record<Name, number>)[];
  /** All fields that were read. */
  fields: string[];
  /** Those of them that hold no count. */
  wrong: string[];
}

/** What was counted of each line: `accepted` stands in the field `accepted.<line>`. */
export function countLines<Name extends string>(
  form: FormData,
  lines: Pick<ReturnLine, "line_id">[],
  ...names: Name[]
): Counted<Name> {
  const fields = lines.flatMap(({ line_id }) => names.map((name) => `${name}.${line_id}`));
  const counts = lines.map(({ line_id }) => {
    const ofLine = names.map((name) => [name, countOf(form.get(`${name}.${line_id}`)) ?? 0]);
    return { line_id, ...(Object.fromEntries(ofLine) as Record<Name, number>) };
  });
  return { counts, fields, wrong: fields.filter((field) => countOf(form.get(field)) === null) };
}
