import type { CustomerView } from "@globalmarket/api";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { offerSupportView } from "./actions";

/** Makes a link to the shop as the customer sees it. Who may not log in has no such shop. */
export async function OfferSupportView({ customer: { id, is_active } }: { customer: CustomerView }) {
  const t = await getTranslations("customers");
  if (!is_active) return null;
  return (
    <Fold title={t("support_view.title")} hint={t("support_view.hint")}>
      <FieldForm
        id="support-view"
        action={offerSupportView}
        submit={t("support_view.offer")}
        confirm={t("support_view.confirm")}
        look="secondary"
        isOnce
        fields={[{ name: "customer", type: "hidden", value: id }, await reasonField()]}
      />
    </Fold>
  );
}
