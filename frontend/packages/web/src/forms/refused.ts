import "server-only";
import { getTranslations } from "next-intl/server";
import { fieldErrors, problemSentence } from "../server/problems";
import type { FormState } from "./form-state";

/**
 * The state of a form whose call did not succeed. `renamed` gives the form's own name of a field that the API calls otherwise.
 *
 * @throws what is a fault of ours
 */
export async function refused(
  error: unknown,
  values: Record<string, string>,
  renamed: Record<string, string> = {},
): Promise<FormState> {
  const t = await getTranslations("forms");
  const errors = Object.fromEntries(
    Object.entries(fieldErrors(error)).map(([field, message]) => [renamed[field] ?? field, message]),
  );
  const message = Object.keys(errors).length > 0 ? t("check_fields") : await problemSentence(error);
  return { kind: "problem", message, errors, values, attempt: crypto.randomUUID() };
}
