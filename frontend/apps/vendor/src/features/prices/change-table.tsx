import type { ChangeState, ChangeView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import type { ListTable } from "@globalmarket/web/lists/list";
import { getTranslations } from "next-intl/server";
import { undoChange } from "./actions";

const TONES: Record<ChangeState, Tone> = { applied: "good", applying: "brand", failed: "bad" };

/** Changes of prices, a row each, and the way back from the last one of a variant. */
export async function changeTable(): Promise<ListTable<ChangeView>> {
  const t = await getTranslations("prices");
  return {
    caption: t("parts.changes"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "sku", title: t("sku"), text: ({ sku }) => sku, cell: ({ sku }) => <bdi dir="ltr">{sku}</bdi> },
      { key: "at", title: t("changed"), time: ({ changed_at }) => changed_at },
      { key: "old", title: t("old_price"), isNumber: true, amount: ({ old_price }) => old_price },
      { key: "new", title: t("new_price"), isNumber: true, amount: ({ new_price }) => new_price },
      { key: "cause", title: t("cause"), text: ({ cause }) => t(`causes.${cause}`) },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`change_states.${state}`),
        cell: ({ state }) => <Badge tone={TONES[state]}>{t(`change_states.${state}`)}</Badge>,
      },
      {
        key: "undo",
        title: t("undo"),
        cell: ({ id, sku, can_undo }) =>
          can_undo ? (
            <FieldForm
              id={`undo-${id}`}
              action={undoChange}
              submit={
                <>
                  {t("undo")}
                  <span className="sr-only"> {sku}</span>
                </>
              }
              look="quiet"
              fields={[keyField(), { name: "id", type: "hidden", value: id }]}
            />
          ) : (
            "–"
          ),
      },
    ],
  };
}
