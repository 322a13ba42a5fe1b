import type { StockItemDetail, WarehouseDetail } from "@globalmarket/api";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { Version } from "../reads";
import { levelFieldsOf, placesOf } from "./levels";
import { columnsOf, variantFieldsOf } from "./typed";
import { VariantGrid } from "./variant-grid";

interface Props {
  version: Version;
  stock: StockItemDetail[];
  warehouses: WarehouseDetail[];
}

/** The product's variants, a row each: prices, units in each warehouse, codes, weight, and whether they are sold. */
export async function VariantsPanel({ version: { product }, stock, warehouses }: Props) {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const currencies = region.currencies.map(({ code }) => code);
  const rows = product.variants.map(({ id, sku, option_values }) => {
    const option = option_values.map(
      (value, place) => product.options[place]?.values[value]?.[region.default_language],
    );
    return { id, name: option.filter(Boolean).join(" / ") || sku || t("only_variant") };
  });
  const kinds = {
    price: t("price"),
    stock: t("variants_edit.units"),
    compare_at: t("variants_edit.compare_at"),
    sku: t("sku"),
    barcode: t("variants_edit.barcode"),
    weight_g: t("variants_edit.weight"),
    is_active: t("variants_edit.sold"),
  };
  const places = placesOf(warehouses);
  const placeName = (id: string) => places.length > 1 && warehouses.find((one) => one.id === id)?.name;
  const columns = columnsOf(currencies, places).map((name) => {
    const [kind, key = ""] = name.split(".");
    const of = kind === "stock" ? placeName(key) : key;
    return { name, label: [kinds[kind as keyof typeof kinds], of].filter(Boolean).join(" · ") };
  });
  const words = [
    "variant",
    "choose_all",
    "bulk",
    "bulk_hint",
    "column",
    "value",
    "apply",
    "save",
    "yes",
    "no",
  ] as const;
  return (
    <Panel title={t("variants_edit.title")}>
      <VariantGrid
        productId={product.id}
        rows={rows.map((row) => ({ ...row, choose: t("variants_edit.choose", { name: row.name }) }))}
        columns={columns}
        values={{ ...variantFieldsOf(product, currencies), ...levelFieldsOf(stock, places) }}
        words={
          Object.fromEntries(words.map((word) => [word, t(`variants_edit.${word}`)])) as Record<
            (typeof words)[number],
            string
          >
        }
        draft={{ found: t("draft.found"), restore: t("draft.restore"), discard: t("draft.discard") }}
      />
    </Panel>
  );
}
