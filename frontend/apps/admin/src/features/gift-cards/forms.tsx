import type { MyProfile, PurchaseView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { reasonField } from "@/features/forms/reasoned";
import { refundGiftCard, resendGiftCard } from "./actions";

interface Props {
  purchase: PurchaseView;
  person: MyProfile;
  from: string;
}

/** What staff can do with a card that is paid: mail it once more, or refund it. */
export async function PurchaseForms({ purchase, person, from }: Props) {
  const t = await getTranslations("gift-cards");
  const forms = await getTranslations("forms");
  const hidden: FieldSpec[] = [
    { name: "purchase", type: "hidden", value: purchase.id },
    { name: "from", type: "hidden", value: from },
  ];
  const otherAddress: FieldSpec = {
    name: "email",
    type: "email",
    label: t("other_address"),
    hint: t("other_address_hint"),
    optional: forms("optional"),
    dir: "ltr",
    maxLength: 254,
  };
  if (purchase.state !== "paid") return null;
  return (
    <>
      {mayDo(person, "resend_gift_cards") && (
        <Fold title={t("resend_title")} hint={t("resend_hint")}>
          <FieldForm
            id="resend"
            action={resendGiftCard}
            submit={t("resend")}
            confirm={t("resend_confirm")}
            fields={[
              ...hidden,
              keyField(),
              ...(mayDo(person, "redirect_gift_cards") ? [otherAddress] : []),
              await reasonField(),
            ]}
          />
        </Fold>
      )}
      {mayDo(person, "handle_money") && (
        <Fold title={t("refund_title")} hint={t("refund_hint")}>
          <FieldForm
            id="refund"
            action={refundGiftCard}
            submit={t("refund")}
            confirm={t("refund_confirm")}
            look="danger"
            fields={[...hidden, keyField(), await reasonField()]}
          />
        </Fold>
      )}
    </>
  );
}
