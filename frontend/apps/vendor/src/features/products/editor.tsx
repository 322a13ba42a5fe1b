import { languageName } from "@globalmarket/i18n";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { saveProduct } from "./actions";
import { fieldsOf } from "./editing";
import type { Version } from "./reads";

/** A product's texts, the languages side by side, its brand and its prices: one form, one edit. */
export async function Editor({ version: { product, etag } }: { version: Version }) {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const values = fieldsOf(product, region.languages, currencies);
  const texts = region.languages.flatMap((language): FieldSpec[] => {
    const written = { lang: language, dir: "auto" as const, optional: t("optional") };
    const name = (field: string) => `texts.${language}.${field}`;
    const label = (field: "title" | "description_html" | "seo_title" | "seo_description") =>
      `${t(`fields.${field}`)} · ${languageName(language)}`;
    return [
      { ...written, name: name("title"), label: label("title"), maxLength: 255, group: language },
      {
        ...written,
        name: name("description_html"),
        type: "textarea",
        label: label("description_html"),
        group: language,
      },
      { ...written, name: name("seo_title"), label: label("seo_title"), maxLength: 255, group: language },
      { ...written, name: name("seo_description"), label: label("seo_description"), maxLength: 1000, group: language },
    ];
  });
  const prices = product.variants.flatMap(({ id, sku, option_values }) =>
    currencies.map((currency): FieldSpec => {
      const option = option_values.map(
        (value, place) => product.options[place]?.values[value]?.[region.default_language],
      );
      const named = option.filter(Boolean).join(" / ") || sku || t("only_variant");
      return {
        name: `price.${id}.${currency}`,
        label: `${t("price")} · ${named} · ${currency}`,
        dir: "ltr",
        group: "prices",
      };
    }),
  );
  const fields: FieldSpec[] = [
    ...texts,
    { name: "brand", label: t("brand"), optional: t("optional"), maxLength: 100, group: "more" },
    ...prices,
  ].map((field) => ({ ...field, value: values[field.name] ?? "" }));
  return (
    <FieldForm
      id="product"
      action={saveProduct}
      submit={t("save")}
      fields={[
        { name: "product", type: "hidden", value: product.id },
        { name: "etag", type: "hidden", value: etag },
        { name: "seen", type: "hidden", value: JSON.stringify(values) },
        ...fields,
      ]}
    />
  );
}
