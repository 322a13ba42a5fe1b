import "server-only";
import type { AdminCategory } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { parentsFor, pathName } from "./tree";

/** A name in each language of the region, where the category lies, its place among its siblings, and its address. */
export async function categoryFields(all: AdminCategory[], category?: AdminCategory): Promise<FieldSpec[]> {
  const t = await getTranslations("categories");
  const { locale, region } = await currentSite();
  const parents = category ? parentsFor(category.id, all) : all;
  return [
    ...region.languages.map((language) => ({
      name: `name.${language}`,
      label: t("name_in", { language: languageName(language) }),
      value: category?.names[language] ?? "",
      lang: language,
      optional: t("optional"),
      maxLength: 100,
    })),
    {
      name: "parent_id",
      type: "select",
      label: t("parent"),
      value: category?.parent_id ?? "",
      options: [
        { value: "", label: t("top") },
        ...parents.map((parent) => ({ value: parent.id, label: pathName(parent, all, locale) })),
      ],
    },
    {
      name: "position",
      type: "number",
      label: t("position"),
      value: String(category?.position ?? 0),
      min: 0,
      max: 1_000_000,
    },
    {
      name: "slug",
      label: t("slug"),
      value: category?.slug ?? "",
      optional: t("optional"),
      maxLength: 100,
      dir: "ltr",
      hint: t("slug_hint"),
    },
  ];
}
