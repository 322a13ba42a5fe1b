import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { decideMatch } from "./actions";

/** Say of one pair that the picture was copied, or that both vendors may show it. */
export async function Decide({ id }: { id: string }) {
  const t = await getTranslations("picture-matches");
  return (["copied", "allowed"] as const).map(async (state) => (
    <details key={state} className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t(state)}</summary>
      <FieldForm
        id={`${state}-${id}`}
        action={decideMatch}
        submit={t(state)}
        confirm={t("confirm")}
        fields={[
          keyField(),
          { name: "match", type: "hidden", value: id },
          { name: "state", type: "hidden", value: state },
          await reasonField(),
        ]}
      />
    </details>
  ));
}
