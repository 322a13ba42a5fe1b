import type { StockItemDetail, WarehouseDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { adjustStock } from "./actions";

const REASONS = ["received", "counted", "damaged", "lost", "other"] as const;
const WAYS = ["more", "less", "counted"] as const;

/** Units more or less, or as counted, with the reason; in which warehouse, where there are several. */
export async function AdjustForm({ item, warehouses }: { item: StockItemDetail; warehouses: WarehouseDetail[] }) {
  const t = await getTranslations("stock");
  const choices = warehouses.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <FieldForm
      id="adjust"
      action={adjustStock}
      submit={t("save")}
      fields={[
        { name: "variant", type: "hidden", value: item.variant_id },
        keyField(),
        {
          name: "how",
          type: "select",
          label: t("how"),
          options: WAYS.map((value) => ({ value, label: t(`ways.${value}`) })),
        },
        { name: "units", type: "number", label: t("units"), min: 0 },
        {
          name: "reason",
          type: "select",
          label: t("reason"),
          options: REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
        },
        { name: "note", label: t("note"), optional: t("optional"), maxLength: 150 },
        ...(choices.length > 1
          ? [{ name: "warehouse", type: "select" as const, label: t("warehouse"), options: choices }]
          : []),
      ]}
    />
  );
}
