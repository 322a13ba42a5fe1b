"use server";

import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, wrongFields } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { MOVE, readMove } from "./moves";

export async function addCategory(_before: FormState | null, form: FormData): Promise<FormState> {
  const { fields, wrong, renamed, body } = await categoryIn(form);
  if (wrong.length) return noCount(form, wrong, fields);
  return change({
    form,
    fields,
    renamed,
    moveOn: "/categories?done=added",
    send: (api, key) => api.POST("/api/v1/admin/categories", { params: { header: { "Idempotency-Key": key } }, body }),
  });
}

export async function saveCategory(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("categories");
  const { fields, wrong, renamed, body } = await categoryIn(form);
  if (wrong.length) return noCount(form, wrong, fields);
  return change({
    form,
    fields,
    renamed,
    moveOn: "/categories?done=saved",
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) => api.PATCH("/api/v1/admin/categories/{category_id}", { params: paramsOf(form), body }),
  });
}

/** Put a category elsewhere in the tree, as a button or a drop says. */
export async function moveCategory(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("categories");
  const move = readMove(text(form, MOVE));
  if (!move) return wrongFields(t("moves.unknown"), [], "", {});
  return change({
    form,
    done: t("done.moved"),
    send: (api, key) =>
      api.POST("/api/v1/admin/categories/{category_id}/move", {
        params: { path: { category_id: move.id }, header: { "Idempotency-Key": key } },
        body: { parent_id: move.parent, before_id: move.before },
      }),
  });
}

/** Remove an empty category. */
export async function removeCategory(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("categories");
  return change({
    form,
    question: { text: t("remove_question"), about: "yes" },
    moveOn: "/categories?done=removed",
    send: (api) => api.DELETE("/api/v1/admin/categories/{category_id}", { params: paramsOf(form) }),
  });
}

function paramsOf(form: FormData) {
  return { path: { category_id: text(form, "category") }, header: { "If-Match": text(form, "etag") } };
}

/** What was typed: an empty name leaves a language out, an empty slug is made of the name. `wrong` names the fields with no number. */
async function categoryIn(form: FormData) {
  const { region } = await currentSite();
  const names = region.languages.map((language) => [language, text(form, `name.${language}`)] as const);
  const slug = text(form, "slug");
  return {
    fields: [...region.languages.map((language) => `name.${language}`), "slug", "parent_id", "position"],
    wrong: withoutCount(form, ["position"]),
    renamed: Object.fromEntries([
      ...names.map(([code]) => [`names.${code}`, `name.${code}`]),
      ["names", `name.${region.languages[0]}`],
    ]),
    body: {
      names: Object.fromEntries(names.filter(([, name]) => name)),
      ...(slug && { slug }),
      parent_id: text(form, "parent_id") || null,
      position: countOf(form.get("position")) ?? 0,
    },
  };
}
