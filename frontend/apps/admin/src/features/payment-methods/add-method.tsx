import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { addMethod } from "./actions";
import { METHOD_KINDS } from "./done";
import { methodFields } from "./fields";
import { listProviders } from "./reads";

/** Adds a row to the table. */
export async function AddMethod() {
  const t = await getTranslations("payment-methods");
  const providers = await listProviders();
  return (
    <Fold title={t("add_title")} hint={t("add_hint")}>
      <FieldForm
        id="add"
        action={addMethod}
        submit={t("add")}
        fields={[
          keyField(),
          { name: "code", label: t("code"), hint: t("code_hint"), maxLength: 40, dir: "ltr" },
          {
            name: "provider",
            type: "select",
            label: t("provider"),
            options: providers.map(({ code }) => ({ value: code, label: code })),
          },
          {
            name: "kind",
            type: "select",
            label: t("kind"),
            options: METHOD_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
          },
          ...(await methodFields()),
        ]}
      />
    </Fold>
  );
}
