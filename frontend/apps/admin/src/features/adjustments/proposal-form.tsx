import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { propose } from "./actions";
import { PROPOSALS } from "./proposal";

/** What to book on a vendor's account. */
export async function ProposalForm({ vendorId }: { vendorId: string }) {
  const t = await getTranslations("adjustments");
  const forms = await getTranslations("forms");
  const { region } = await currentSite();
  return (
    <FieldForm
      id="proposal"
      action={propose}
      submit={t("propose")}
      confirm={t("propose_confirm")}
      fields={[
        { name: "vendor", type: "hidden", value: vendorId },
        keyField(),
        {
          name: "what",
          type: "select",
          label: t("what"),
          value: PROPOSALS[0],
          options: PROPOSALS.map((value) => ({ value, label: t(`proposals.${value}`) })),
        },
        { name: "amount", label: t("amount_field"), dir: "ltr", maxLength: 15 },
        {
          name: "currency",
          type: "select",
          label: t("currency"),
          value: region.currencies[0]?.code ?? "",
          options: region.currencies.map(({ code }) => ({ value: code, label: code })),
        },
        { name: "reference", label: t("reference"), dir: "ltr", maxLength: 140, optional: forms("optional") },
        await reasonField({ label: t("reason_for_vendor") }),
      ]}
    />
  );
}
