import type { GiftCardOffer } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { buyGiftCard } from "./actions";

interface Props {
  offer: GiftCardOffer;
  /** What the recipient reads as the sender, unless it is changed. */
  name: string;
}

/** Buys a gift card, whose code goes to the address that is entered here. */
export async function BuyForm({ offer, name }: Props) {
  const [t, forms] = await Promise.all([getTranslations("gift_cards"), getTranslations("forms")]);
  const { locale } = await currentShop();
  const optional = forms("optional");
  const range = { least: formatMoney(offer.least, locale.tag), most: formatMoney(offer.most, locale.tag) };
  return (
    <FieldForm
      id="gift-card"
      action={buyGiftCard}
      submit={t("buy")}
      fields={[
        keyField(),
        {
          name: "amount",
          label: t("amount", { currency: offer.most.currency }),
          hint: t("amount_hint", range),
          dir: "ltr",
          maxLength: 15,
          autoComplete: "off",
        },
        {
          name: "recipient_email",
          type: "email",
          label: t("recipient_email"),
          hint: t("recipient_hint"),
          dir: "ltr",
          maxLength: 254,
          autoComplete: "off",
        },
        {
          name: "sender_name",
          label: t("sender_name"),
          value: name,
          dir: "auto",
          maxLength: 100,
          autoComplete: "name",
        },
        { name: "message", type: "textarea", label: t("message"), optional, dir: "auto", maxLength: 500 },
        { name: "send_on", type: "date", label: t("send_on"), hint: t("send_on_hint"), optional },
        {
          name: "payment_method",
          type: "select",
          label: t("payment_method"),
          value: offer.payment_methods[0]?.code ?? "",
          options: offer.payment_methods.map(({ code, name: label }) => ({ value: code, label })),
        },
      ]}
    />
  );
}
