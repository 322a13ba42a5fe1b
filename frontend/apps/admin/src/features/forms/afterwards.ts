import { writeFilters } from "@globalmarket/web/lists/filters";
import { text } from "./text";

/** The page that says what a form has done (`Done`), with the way back to the list that led to it. `page` is a path within the locale. */
export function afterwards(form: FormData, page: string, done: string): string {
  return page + writeFilters({ done, from: text(form, "from") });
}
