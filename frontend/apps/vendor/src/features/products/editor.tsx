import { languageName } from "@globalmarket/i18n";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { saveProduct } from "./actions";
import { fieldsOf } from "./editing";
import type { Version } from "./reads";
import { SeoPreview } from "./seo-preview";
import { placeFields, textFields } from "./text-fields";

/** A product's texts, the languages side by side, and where it belongs: one form, one edit. */
export async function Editor({ version: { product, etag } }: { version: Version }) {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const values = fieldsOf(product, region.languages);
  const [texts, place] = await Promise.all([textFields(), placeFields()]);
  const fields: FieldSpec[] = [...texts, ...place].map((field) => ({ ...field, value: values[field.name] ?? "" }));
  return (
    <FieldForm
      id="product"
      action={saveProduct}
      submit={t("save")}
      draft={{ found: t("draft.found"), restore: t("draft.restore"), discard: t("draft.discard") }}
      fields={[
        { name: "product", type: "hidden", value: product.id },
        { name: "etag", type: "hidden", value: etag },
        { name: "seen", type: "hidden", value: JSON.stringify(values) },
        ...fields,
      ]}
    >
      <SeoPreview
        slug={product.slug}
        languages={region.languages.map((code) => ({ code, name: languageName(code) }))}
        values={values}
        words={{ title: t("seo.title"), hint: t("seo.hint"), untitled: t("seo.untitled") }}
      />
    </FieldForm>
  );
}
