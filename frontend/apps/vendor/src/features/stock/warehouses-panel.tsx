import { countryName } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { addWarehouse } from "./actions";
import { listWarehouses } from "./reads";

/** Where stock is kept, and a further warehouse. */
export async function WarehousesPanel() {
  const t = await getTranslations("stock");
  const { locale, region } = await currentSite();
  const warehouses = await listWarehouses();
  return (
    <Fold title={t("warehouses.title")} hint={t("warehouses.hint")}>
      {warehouses.length > 0 && (
        <ul className="list-disc ps-5">
          {warehouses.map(({ id, name, country, is_default }) => (
            <li key={id}>
              <bdi>{name}</bdi>
              {country && ` · ${countryName(country, locale.tag)}`}
              {is_default && ` · ${t("warehouses.default")}`}
            </li>
          ))}
        </ul>
      )}
      <FieldForm
        id="warehouse"
        action={addWarehouse}
        submit={t("warehouses.add")}
        look="secondary"
        fields={[
          keyField(),
          { name: "name", label: t("warehouses.name"), maxLength: 100 },
          {
            name: "country",
            type: "select",
            label: t("warehouses.country"),
            value: locale.country,
            options: region.countries.map((code) => ({ value: code, label: countryName(code, locale.tag) })),
          },
        ]}
      />
    </Fold>
  );
}
