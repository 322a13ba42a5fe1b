import "server-only";
import { getTranslations } from "next-intl/server";
import { countOf } from "./counts";
import { type FormState, typed, wrongFields } from "./form-state";

/** Those of the fields that hold no whole number: an emptied field is none. */
export function withoutCount(form: FormData, names: string[]): string[] {
  return names.filter((name) => countOf(form.get(name)) === null);
}

/** Nothing is sent: the `wrong` fields hold no whole number. `fields` keep what was typed. */
export async function noCount(form: FormData, wrong: string[], fields: string[]): Promise<FormState> {
  const t = await getTranslations("forms");
  return wrongFields(t("check_fields"), wrong, t("no_count"), typed(form, ...fields, "key"));
}
