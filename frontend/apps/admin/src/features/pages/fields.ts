import "server-only";
import type { AdminPage } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { PAGE_GROUPS } from "./done";

/** Where the page stands, and its title and text in each language of the region, the languages side by side. */
export async function pageFields(page?: AdminPage): Promise<FieldSpec[]> {
  const t = await getTranslations("pages");
  const { region } = await currentSite();
  return [
    {
      name: "group",
      type: "select",
      label: t("group"),
      value: page?.group ?? "help",
      options: PAGE_GROUPS.map((value) => ({ value, label: t(`groups.${value}`) })),
    },
    {
      name: "slug",
      label: t("slug"),
      hint: t("slug_hint"),
      value: page?.slug ?? "",
      maxLength: 100,
      dir: "ltr",
    },
    {
      name: "position",
      type: "number",
      label: t("position"),
      value: String(page?.position ?? 0),
      min: 0,
      max: 1_000_000,
    },
    { name: "is_published", type: "checkbox", label: t("published"), value: page?.is_published ? "on" : "" },
    ...region.languages.flatMap((language) => textFields(language, page, t)),
  ];
}

type Words = Awaited<ReturnType<typeof getTranslations<"pages">>>;

function textFields(language: string, page: AdminPage | undefined, t: Words): FieldSpec[] {
  const name = languageName(language);
  const common = { group: language, lang: language, optional: t("optional") };
  const written = page?.texts[language];
  return [
    {
      ...common,
      name: `title.${language}`,
      label: t("title_in", { language: name }),
      value: written?.title ?? "",
      maxLength: 200,
    },
    {
      ...common,
      name: `body.${language}`,
      type: "textarea",
      label: t("body_in", { language: name }),
      value: written?.body ?? "",
      hint: t("body_hint"),
      maxLength: 100_000,
    },
  ];
}
