import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { saveProduct } from "./actions";
import { fieldsOf } from "./editing";
import type { Version } from "./reads";
import { placeFields, textFields } from "./text-fields";

/** A product's texts, the languages side by side, where it belongs and its prices: one form, one edit. */
export async function Editor({ version: { product, etag } }: { version: Version }) {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const values = fieldsOf(product, region.languages, currencies);
  const [texts, place] = await Promise.all([textFields(), placeFields()]);
  const prices = product.variants.flatMap(({ id, sku, option_values }) =>
    currencies.map((currency): FieldSpec => {
      const option = option_values.map(
        (value, option) => product.options[option]?.values[value]?.[region.default_language],
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
  const fields: FieldSpec[] = [...texts, ...place, ...prices].map((field) => ({
    ...field,
    value: values[field.name] ?? "",
  }));
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
