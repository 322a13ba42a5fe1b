import type { VendorProduct } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { placeFields, textFields } from "../text-fields";
import { createProduct } from "./actions";
import { valuesLike } from "./like";
import { MOST_VARIANTS } from "./options";
import { VariantFields } from "./variant-fields";

/** A new product: what it says, where it belongs, its variants with their prices and first stock. Its pictures come on its page. */
export async function NewProductForm({ like }: { like: VendorProduct | undefined }) {
  const t = await getTranslations("products");
  const { region, locale } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const values = like ? valuesLike(like, region.languages, currencies, locale.language) : { tax_class: "standard" };
  const [texts, place] = await Promise.all([textFields(), placeFields()]);
  const shown = [...texts, ...place].map((field) => ({
    ...field,
    value: values[field.name as keyof typeof values] ?? "",
  }));
  const words = {
    options: t("new.options"),
    optionsHint: t("new.options_hint"),
    optionName: t("new.option_name"),
    optionValues: t("new.option_values"),
    forAll: t("new.for_all"),
    forAllHint: t("new.for_all_hint"),
    weight: t("new.weight"),
    optional: t("optional"),
    tooMany: t("new.too_many", { most: MOST_VARIANTS }),
    variants: t("variants"),
    variantsHint: t("new.variants_hint"),
    variant: t("new.variant"),
    price: t("price"),
    sku: t("sku"),
    stock: t("new.first_stock"),
    skip: t("new.skip"),
  };
  return (
    <FieldForm
      id="new"
      action={createProduct}
      submit={t("new.create")}
      draft={{ found: t("draft.found"), restore: t("draft.restore"), discard: t("draft.discard") }}
      fields={[keyField(), { name: "like", type: "hidden", value: like?.id ?? "" }, ...shown]}
    >
      <VariantFields id="new" currencies={currencies} values={values} words={words} />
    </FieldForm>
  );
}
