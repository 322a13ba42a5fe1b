import { countryName } from "@globalmarket/i18n";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { saveCountries } from "./actions";
import type { Version } from "./reads";

/** The countries to which a product may be sent. */
export async function CountriesPanel({ version: { product, etag } }: { version: Version }) {
  const t = await getTranslations("products.countries");
  const { locale, region } = await currentSite();
  const nameOf = (code: string) => countryName(code, locale.tag);
  const named = new Intl.ListFormat(locale.tag).format(product.countries.map(nameOf));
  return (
    <Fold title={t("title")} hint={product.countries.length ? t("only", { countries: named }) : t("everywhere")}>
      <p className="text-muted text-sm">{t("hint")}</p>
      <FieldForm
        id="countries"
        action={saveCountries}
        submit={t("save")}
        look="secondary"
        fields={[
          { name: "product", type: "hidden", value: product.id },
          { name: "version", type: "hidden", value: etag },
          ...region.countries.map((code) => ({
            name: `country.${code}`,
            type: "checkbox" as const,
            label: nameOf(code),
            value: product.countries.includes(code) ? "on" : "",
            group: code,
          })),
        ]}
      />
    </Fold>
  );
}
