import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { decideRisk } from "./actions";
import { RISK_DONE } from "./filters";

/** Clear a payment, or block it. */
export async function Decide({ id }: { id: string }) {
  const t = await getTranslations("payment-risks");
  return RISK_DONE.map(async (review) => (
    <details key={review} className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t(`moves.${review}`)}</summary>
      <FieldForm
        id={`${review}-${id}`}
        action={decideRisk}
        submit={t(`moves.${review}`)}
        confirm={t(`confirms.${review}`)}
        fields={[
          keyField(),
          { name: "payment", type: "hidden", value: id },
          { name: "review", type: "hidden", value: review },
          await reasonField(),
        ]}
      />
    </details>
  ));
}
