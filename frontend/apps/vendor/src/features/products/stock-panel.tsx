import type { StockItemDetail, WarehouseDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { countStock } from "./actions";
import { unitsIn } from "./variants/levels";

const REASONS = ["received", "counted", "damaged", "lost", "other"] as const;

/** What there is of each variant, and how to say that it is otherwise. */
export async function StockPanel({ items, warehouses }: { items: StockItemDetail[]; warehouses: WarehouseDetail[] }) {
  const t = await getTranslations("products");
  if (!items.length) return null;
  return (
    <Panel title={t("stock")}>
      <ul className="grid gap-6 md:grid-cols-2">
        {items.map((item) => (
          <li key={item.variant_id} className="flex flex-col gap-3 rounded-lg border border-line p-4">
            <h3 className="font-semibold">
              <bdi dir="ltr">{item.sku || item.variant_id}</bdi>
            </h3>
            <Levels item={item} warehouses={warehouses} />
            {item.tracks_stock && <Count item={item} warehouses={warehouses} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface Props {
  item: StockItemDetail;
  warehouses: WarehouseDetail[];
}

/** Units of a variant, also in each warehouse where there are several. */
async function Levels({ item, warehouses }: Props) {
  const t = await getTranslations("products");
  if (!item.tracks_stock) return <p className="text-muted">{t("not_tracked")}</p>;
  return (
    <FactList
      facts={[
        { name: t("on_hand"), value: item.on_hand },
        { name: t("reserved"), value: item.reserved },
        { name: t("available"), value: item.available, isStrong: true },
        ...(warehouses.length > 1 ? warehouses.map(({ id, name }) => ({ name, value: unitsIn(item, id) })) : []),
      ]}
    />
  );
}

async function Count({ item, warehouses }: Props) {
  const places = warehouses.map(({ id, name }) => ({ value: id, label: name }));
  const t = await getTranslations("products");
  return (
    <details>
      <summary className="py-2 underline underline-offset-4">{t("count")}</summary>
      <FieldForm
        id={item.variant_id}
        action={countStock}
        submit={t("save_count")}
        look="secondary"
        fields={[
          { name: "variant", type: "hidden", value: item.variant_id },
          keyField(),
          ...(places.length > 1
            ? [{ name: "warehouse", type: "select" as const, label: t("warehouse"), options: places }]
            : []),
          {
            name: "on_hand",
            type: "number",
            label: t("counted"),
            value: places.length > 1 ? "" : String(item.on_hand),
            min: 0,
          },
          {
            name: "reason",
            type: "select",
            label: t("reason"),
            value: "counted",
            options: REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
          },
        ]}
      />
    </details>
  );
}
