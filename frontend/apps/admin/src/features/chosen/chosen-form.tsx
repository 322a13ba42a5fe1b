import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import type { FormAction } from "@globalmarket/web/forms/form-state";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { CHOSEN_FORM } from "./boxes";

interface Props {
  title: string;
  action: FormAction;
  /** What can be done with the rows; a choice where there is more than one. */
  steps: { value: string; label: string }[];
  /** Of the reason, where others than the audit log read it. */
  reasonLabel?: string;
}

/** Does one thing with many rows of a list, by one reason. The boxes are those of the list (`ChoiceBox`). */
export async function ChosenForm({ title, action, steps, reasonLabel }: Props) {
  const t = await getTranslations("chosen");
  const [only] = steps;
  const step: FieldSpec =
    steps.length > 1
      ? { name: "step", type: "select", label: t("step"), options: steps }
      : { name: "step", type: "hidden", value: only?.value ?? "" };
  return (
    <Fold title={title} hint={t("hint")}>
      <FieldForm
        id="chosen"
        formId={CHOSEN_FORM}
        action={action}
        submit={steps.length > 1 ? t("do") : only?.label}
        confirm={t("confirm")}
        look="danger"
        fields={[keyField(), step, await reasonField(reasonLabel ? { label: reasonLabel } : {})]}
      />
    </Fold>
  );
}
