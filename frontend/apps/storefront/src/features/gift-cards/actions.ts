"use server";

import { parseAmount } from "@globalmarket/money";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { environment } from "@globalmarket/web/server/environment";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

const FIELDS = ["amount", "recipient_email", "sender_name", "message", "send_on", "payment_method"];

/** Buy a gift card. What is left to do for the payment is on the card's own page. */
export async function buyGiftCard(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale, currency } = await currentShop();
  const values = typed(form, ...FIELDS, "key");
  const { recipient_email = "", sender_name = "", message = "", send_on = "", payment_method = "" } = values;
  const amount = parseAmount((values.amount ?? "").trim(), currency);
  if (!amount) {
    const [t, forms] = await Promise.all([getTranslations("gift_cards"), getTranslations("forms")]);
    return wrongFields(forms("check_fields"), ["amount"], t("no_amount"), values);
  }
  const origin = `${environment.publicScheme}://${(await headers()).get("host")}`;
  const text = { recipient_email, sender_name, message, payment_method, ...(send_on ? { send_on } : {}) };
  let bought = "";
  return change({
    form,
    fields: FIELDS,
    renamed: { "amount.minor": "amount", "amount.currency": "amount" },
    moveOn: () => `/account/gift-cards/${bought}?go=1`,
    send: async (api, key) => {
      const { data } = await api.POST("/api/v1/store/gift-cards", {
        params: { header: { "Idempotency-Key": key } },
        headers: { "Accept-Language": locale.language },
        body: { amount, ...text, card_token: "", return_url: `${origin}/${locale.tag}/account/gift-cards` },
      });
      bought = data?.id ?? "";
    },
  });
}

/** Return a card that nobody has used; the form asks first, since its code ends. */
export async function returnGiftCard(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("gift_cards");
  const { card = "" } = typed(form, "card");
  return change({
    form,
    fields: ["card"],
    question: { text: t("return_question"), about: card },
    done: t("returned"),
    send: (api, key) =>
      api.POST("/api/v1/store/gift-cards/{purchase_id}/refund", {
        params: { path: { purchase_id: card }, header: { "Idempotency-Key": key } },
        body: { reason: "customer" },
      }),
  });
}
