"use server";

import { asks, type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { countsOf, eachOf, rowResult, rowsDone } from "@globalmarket/web/forms/many";
import { privateApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { boxValue, CHOSEN, readChosen } from "./chosen";

/** Take the chosen products out of the shop, each by a call of its own: one that cannot be taken down holds up none of the others. */
export async function takeDownChosen(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const words = await getTranslations("forms");
  const kept = text(form, "kept").split("\n"); // where there are no scripts the boxes are empty after the question
  const chosen = readChosen([...form.getAll(CHOSEN).map(String), ...kept]);
  const values: Record<string, string> = {
    ...typed(form, "reason", "key"),
    kept: chosen.map(boxValue).join("\n"),
  };
  if (!chosen.length) return wrongFields(t("chosen.none"), [], "", values);
  if (!text(form, "reason")) return wrongFields(words("check_fields"), ["reason"], words("say_why"), values);
  const about = chosen.map(({ id }) => id).join();
  if (form.get("confirmed") !== about) return asks(t("chosen.question", { count: chosen.length }), about, values);
  const api = await privateApi();
  const rows = await eachOf(chosen, ({ id, title }) =>
    rowResult(title, async () => {
      await api.POST("/api/v1/admin/products/{product_id}/take-down", {
        params: { path: { product_id: id }, header: { "Idempotency-Key": `${values.key}.${id}` } },
        body: { reason: text(form, "reason") },
      });
      return { isDone: true, message: t("chosen.taken_down") };
    }),
  );
  return rowsDone(t("chosen.done", countsOf(rows)), rows);
}
