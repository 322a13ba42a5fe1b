"use server";

import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { heroNames, typedHeroTexts } from "./hero";
import { sectionNames, typedSections } from "./sections";

/** Set the shop's first page as a whole. Without a text in any language there is no banner. */
export async function saveHome(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("home");
  const { region } = await currentSite();
  const fields = [...form.keys()].filter((name) => /^(hero|kind|place|category|title)\./.test(name));
  return change({
    form,
    fields,
    renamed: { ...heroNames(region.languages), ...sectionNames(form, region.languages) },
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
  const texts = typedHeroTexts(form, languages);
  if (!Object.keys(texts).length) return null;
  return { texts, link: text(form, "hero.link"), product_slug: text(form, "hero.product") };
}
