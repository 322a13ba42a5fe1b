"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { typedSections } from "./sections";

/** Set the shop's first page as a whole. Without a title in any language there is no banner. */
export async function saveHome(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("home");
  const { region } = await currentSite();
  const fields = [...form.keys()].filter((name) => /^(hero|kind|place|category|title)\./.test(name));
  const [first = ""] = region.languages;
  return change({
    form,
    fields,
    renamed: { "hero.texts": `hero.title.${first}`, "hero.product_slug": "hero.product" },
    moveOn: "/home?done=saved",
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/admin/home", {
        params: { header: { "If-Match": text(form, "etag") } },
        body: { hero: heroIn(form, region.languages), sections: typedSections(form, region.languages) } as never,
      }),
  });
}

function heroIn(form: FormData, languages: readonly string[]) {
  const texts = languages.flatMap((language) => {
    const title = text(form, `hero.title.${language}`);
    const written = {
      title,
      text: text(form, `hero.text.${language}`),
      link_label: text(form, `hero.label.${language}`),
    };
    return title ? [[language, written] as const] : [];
  });
  if (!texts.length) return null;
  return { texts: Object.fromEntries(texts), link: text(form, "hero.link"), product_slug: text(form, "hero.product") };
}
