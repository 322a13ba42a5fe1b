import "server-only";
import { Refused } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { fieldErrors, problemSentence } from "../server/problems";
import { currentSite } from "../server/site";
import type { FormState } from "./form-state";
import { asksProof, wantsProof } from "./proof";

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
  if (wantsProof(error)) return asksProof(values);
  const t = await getTranslations("forms");
  const errors = Object.fromEntries(
    Object.entries(fieldErrors(error)).map(([field, message]) => [renamed[field] ?? field, message]),
  );
  const message = Object.keys(errors).length > 0 ? t("check_fields") : await problemSentence(error);
  return { kind: "problem", message, errors, values, attempt: crypto.randomUUID(), ...(await wayOutOf(error)) };
}

/** The one refusal that a person of a back office can end at once: a second factor is asked for, and set up on a page of its own. */
async function wayOutOf(error: unknown): Promise<Pick<FormState, "wayOut">> {
  if (!(error instanceof Refused) || error.code !== "second_factor_required") return {};
  const t = await getTranslations("security");
  const { locale } = await currentSite();
  return { wayOut: { href: `/${locale.tag}/security`, text: t("begin") } };
}
