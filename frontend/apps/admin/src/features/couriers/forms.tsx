import type { CourierView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { addCourier, saveCourier } from "./actions";

/** Adds a courier to the list. */
export async function AddCourier() {
  const t = await getTranslations("couriers");
  return (
    <Fold title={t("add_title")} hint={t("add_hint")}>
      <FieldForm
        id="add"
        action={addCourier}
        submit={t("add")}
        fields={[
          keyField(),
          { name: "name", label: t("name"), maxLength: 100 },
          { name: "code", label: t("code"), hint: t("code_hint"), maxLength: 30, dir: "ltr" },
        ]}
      />
    </Fold>
  );
}

export async function EditCourier({ courier }: { courier: CourierView }) {
  const t = await getTranslations("couriers");
  return (
    <Fold title={t("edit_title")} hint={t("edit_hint")}>
      <FieldForm
        id="edit"
        action={saveCourier}
        submit={t("save")}
        fields={[
          { name: "courier", type: "hidden", value: courier.id },
          { name: "etag", type: "hidden", value: courier.etag },
          keyField(),
          { name: "name", label: t("name"), maxLength: 100, value: courier.name },
          { name: "is_active", type: "checkbox", label: t("collects"), value: courier.is_active ? "on" : "" },
        ]}
      />
    </Fold>
  );
}
