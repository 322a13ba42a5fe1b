import type { PayoutDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import type { FormAction } from "@globalmarket/web/forms/form-state";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { cancelPayout, markFailed, markPaid, markReturned, retryPayout } from "./actions";

type Step = "paid" | "failed" | "returned" | "retry" | "cancel";

const STEPS: Partial<Record<PayoutDetail["state"], readonly Step[]>> = {
  approved: ["cancel"],
  paying: ["paid", "failed"],
  paid: ["returned"],
  failed: ["retry", "cancel"],
};

const ACTIONS: Record<Step, FormAction> = {
  paid: markPaid,
  failed: markFailed,
  returned: markReturned,
  retry: retryPayout,
  cancel: cancelPayout,
};

interface Props {
  payout: PayoutDetail;
  /** The query of the list that led here. */
  from: string;
}

/** What the bank did, and what else can be decided about the payout as it stands. */
export async function PayoutSteps({ payout, from }: Props) {
  const t = await getTranslations("payouts");
  const forms = await getTranslations("forms");
  const hidden: FieldSpec[] = [
    { name: "payout", type: "hidden", value: payout.id },
    { name: "attempt", type: "hidden", value: String(payout.attempts) },
    { name: "from", type: "hidden", value: from },
  ];
  const reference: FieldSpec = {
    name: "bank_reference",
    label: t("bank_reference"),
    optional: forms("optional"),
    maxLength: 140,
    dir: "ltr",
  };
  const reason = await reasonField();
  return (STEPS[payout.state] ?? []).map((step) => (
    <Fold key={step} title={t(`steps.${step}.title`)} hint={t(`steps.${step}.hint`)}>
      <FieldForm
        id={step}
        action={ACTIONS[step]}
        submit={t(`steps.${step}.submit`)}
        confirm={t(`steps.${step}.confirm`)}
        look={step === "paid" || step === "retry" ? "primary" : "danger"}
        fields={[...hidden, keyField(), ...(step === "paid" ? [reference] : []), reason]}
      />
    </Fold>
  ));
}
