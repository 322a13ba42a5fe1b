import "server-only";
import type { HomeContent } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import type { FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { listCategories } from "../categories/reads";
import { pathName } from "../categories/tree";
import { rowCount, SECTION_KINDS } from "./sections";

/** The banner on top, in each language, and where it leads. */
export async function heroFields({ hero }: HomeContent): Promise<FieldSpec[]> {
  const t = await getTranslations("home");
  const { region } = await currentSite();
  const optional = t("optional");
  const texts = region.languages.flatMap((language): FieldSpec[] => {
    const written = hero?.texts[language];
    const name = languageName(language);
    const common = { group: `hero ${language}`, lang: language, optional };
    return [
      {
        ...common,
        name: `hero.title.${language}`,
        label: t("hero_title", { language: name }),
        value: written?.title ?? "",
        maxLength: 150,
      },
      {
        ...common,
        name: `hero.text.${language}`,
        type: "textarea",
        label: t("hero_text", { language: name }),
        value: written?.text ?? "",
        maxLength: 500,
      },
      {
        ...common,
        name: `hero.label.${language}`,
        label: t("hero_label", { language: name }),
        value: written?.link_label ?? "",
        maxLength: 60,
      },
    ];
  });
  const place = { group: "hero place", optional, dir: "ltr" as const };
  return [
    ...texts,
    {
      ...place,
      name: "hero.link",
      label: t("hero_link"),
      hint: t("hero_link_hint"),
      value: hero?.link ?? "",
      maxLength: 300,
    },
    { ...place, name: "hero.product", label: t("hero_product"), value: hero?.product_slug ?? "", maxLength: 150 },
  ];
}

/** A group of fields for each section, and some empty ones. */
export async function sectionFields({ sections }: HomeContent): Promise<FieldSpec[]> {
  const t = await getTranslations("home");
  const { locale, region } = await currentSite();
  const categories = await listCategories();
  const slugs = categories.map((one) => ({ value: one.slug, label: pathName(one, categories, locale) }));
  return Array.from({ length: rowCount(sections.length) }, (_, row): FieldSpec[] => {
    const section = sections[row];
    const group = `section ${row}`;
    return [
      {
        name: `kind.${row}`,
        type: "select",
        label: t("section", { number: row + 1 }),
        value: section?.kind ?? "",
        group,
        options: [
          { value: "", label: t("no_section") },
          ...SECTION_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
        ],
      },
      { name: `place.${row}`, type: "number", label: t("place"), value: String(row + 1), group, min: 1, max: 20 },
      {
        name: `category.${row}`,
        type: "select",
        label: t("category"),
        value: section?.category ?? "",
        group,
        options: [{ value: "", label: "–" }, ...slugs],
      },
      ...region.languages.map(
        (language): FieldSpec => ({
          name: `title.${row}.${language}`,
          label: t("section_title", { language: languageName(language) }),
          value: section?.titles[language] ?? "",
          group,
          lang: language,
          optional: t("optional"),
          maxLength: 100,
        }),
      ),
    ];
  }).flat();
}
