import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { saveTerms } from "./actions";
import { getTerms } from "./reads";

/** How long an order to a supplier takes, how often one is made, in which packs, and how surely there should be enough. */
export async function TermsForm() {
  const t = await getTranslations("reorder");
  const { terms, etag } = await getTerms();
  const field = (name: keyof typeof terms, min: number, max: number): FieldSpec => ({
    name,
    type: "number",
    label: t(`terms.${name}`),
    value: String(terms[name]),
    min,
    max,
  });
  return (
    <Fold title={t("terms_title")} hint={t("terms_hint")}>
      <FieldForm
        id="terms"
        action={saveTerms}
        submit={t("save")}
        fields={[
          { name: "etag", type: "hidden", value: etag },
          field("lead_time_days", 1, 180),
          field("order_every_days", 1, 180),
          field("pack_units", 1, 100_000),
          field("service_level_percent", 50, 99),
        ]}
      />
    </Fold>
  );
}
