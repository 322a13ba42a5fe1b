"use server";

import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";

export async function addPage(_before: FormState | null, form: FormData): Promise<FormState> {
  const { fields, wrong, renamed, body } = await pageIn(form);
  if (wrong.length) return noCount(form, wrong, fields);
  return change({
    form,
    fields,
    renamed,
    moveOn: "/pages?done=added",
    send: (api, key) => api.POST("/api/v1/admin/pages", { params: { header: { "Idempotency-Key": key } }, body }),
  });
}

export async function savePage(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("pages");
  const { fields, wrong, renamed, body } = await pageIn(form);
  if (wrong.length) return noCount(form, wrong, fields);
  return change({
    form,
    fields,
    renamed,
    moveOn: "/pages?done=saved",
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) => api.PATCH("/api/v1/admin/pages/{page_id}", { params: paramsOf(form), body }),
  });
}

export async function removePage(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("pages");
  return change({
    form,
    question: { text: t("remove_question"), about: "yes" },
    moveOn: "/pages?done=removed",
    send: (api) => api.DELETE("/api/v1/admin/pages/{page_id}", { params: paramsOf(form) }),
  });
}

function paramsOf(form: FormData) {
  return { path: { page_id: text(form, "page") }, header: { "If-Match": text(form, "etag") } };
}

/** What was typed: a language without a title and a text is left out. `wrong` names the fields with no number. */
async function pageIn(form: FormData) {
  const { region } = await currentSite();
  const texts = region.languages.map((language) => {
    const written = { title: text(form, `title.${language}`), body: text(form, `body.${language}`) };
    return [language, written] as const;
  });
  const [first = ""] = region.languages;
  return {
    fields: [
      ...region.languages.flatMap((language) => [`title.${language}`, `body.${language}`]),
      "slug",
      "group",
      "position",
      "is_published",
    ],
    wrong: withoutCount(form, ["position"]),
    renamed: Object.fromEntries([
      ...region.languages.flatMap((language) => [
        [`texts.${language}.title`, `title.${language}`],
        [`texts.${language}.body`, `body.${language}`],
      ]),
      ["texts", `title.${first}`],
    ]),
    body: {
      slug: text(form, "slug"),
      group: text(form, "group") as "help",
      position: countOf(form.get("position")) ?? 0,
      is_published: text(form, "is_published") === "on",
      texts: Object.fromEntries(texts.filter(([, { title, body }]) => title || body)),
    },
  };
}
