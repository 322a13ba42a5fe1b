import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { CHOSEN_FORM } from "./chosen";
import { takeDownChosen } from "./chosen-actions";

/** Takes many products down by one reason. The boxes are those of the list. */
export async function ChosenForm() {
  const t = await getTranslations("products");
  return (
    <Fold title={t("chosen.title")} hint={t("chosen.hint")}>
      <FieldForm
        id="chosen"
        formId={CHOSEN_FORM}
        action={takeDownChosen}
        submit={t("take_down")}
        confirm={t("take_down_confirm")}
        look="danger"
        fields={[
          keyField(),
          { name: "kept", type: "hidden", value: "" },
          await reasonField({ label: t("reason_for_vendor") }),
        ]}
      />
    </Fold>
  );
}
