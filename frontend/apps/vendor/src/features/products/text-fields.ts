import { languageName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listCategoryChoices } from "./categories";
import { TEXTS } from "./editing";

const LENGTHS = { title: 255, description_html: undefined, seo_title: 255, seo_description: 1000 } as const;

/** The fields of a product's texts, the languages side by side. */
export async function textFields(): Promise<FieldSpec[]> {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  return region.languages.flatMap((language) =>
    TEXTS.map((name): FieldSpec => {
      const maxLength = LENGTHS[name];
      return {
        name: `texts.${language}.${name}`,
        label: `${t(`fields.${name}`)} · ${languageName(language)}`,
        lang: language,
        dir: "auto",
        optional: t("optional"),
        group: language,
        ...(name === "description_html" && { type: "textarea" }),
        ...(maxLength && { maxLength }),
      };
    }),
  );
}

/** Where the product belongs, and how it is taxed. */
export async function placeFields(): Promise<FieldSpec[]> {
  const t = await getTranslations("products");
  const categories = await listCategoryChoices();
  const group = "more";
  return [
    { name: "brand", label: t("brand"), optional: t("optional"), maxLength: 100, group },
    {
      name: "category_id",
      type: "select",
      label: t("category"),
      options: [{ value: "", label: t("no_category") }, ...categories],
      group,
    },
    { name: "tags", label: t("tags"), hint: t("tags_hint"), optional: t("optional"), group },
    {
      name: "tax_class",
      type: "select",
      label: t("tax_class"),
      options: (["standard", "reduced", "zero"] as const).map((value) => ({ value, label: t(`tax_classes.${value}`) })),
      group,
    },
  ];
}
