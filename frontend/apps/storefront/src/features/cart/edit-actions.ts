"use server";

import type { CartDetail } from "@globalmarket/api";
import { currentShop } from "@/server/shop";
import { edited } from "./edited";
import { editCart, onOwnCart, withDelivery } from "./edits";
import type { Outcome } from "./outcome";

/** Set a line to `quantity`, or to one more or less by `step`; none takes it out. */
export async function changeQuantity(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  const quantity = Math.trunc(Number(form.get("quantity"))) + Number(form.get("step") ?? 0);
  if (!Number.isSafeInteger(quantity)) return null;
  return edited(() => setQuantity(String(form.get("line_id")), quantity));
}

export async function removeLine(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  return edited(() => setQuantity(String(form.get("line_id")), 0));
}

/** How a vendor delivers: fields named `shipping_choices.<vendor>`. */
export async function chooseDelivery(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  const choices = [...form].flatMap(([name, value]) =>
    name.startsWith("shipping_choices.") ? [[name.slice("shipping_choices.".length), String(value)] as const] : [],
  );
  return edited(() => editCart({ shipping_choices: Object.fromEntries(choices) }));
}

/** Put `code` to those that the cart has, or take `without` out. */
export async function changeCodes(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  const code = form.has("without") ? "" : String(form.get("code") ?? "").trim();
  const kept = form.getAll("kept").map(String);
  const codes = [...kept.filter((one) => one !== form.get("without")), ...(code ? [code] : [])];
  return edited(() => editCart({ codes: [...new Set(codes)] }, String(form.get("etag"))));
}

/** Put the gift card with the code `gift_card` on the cart, or take the one with the id `without` off. */
export async function changeGiftCards(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  const without = form.get("without");
  if (without) return edited(() => dropGiftCard(String(without)));
  const code = String(form.get("gift_card") ?? "").trim();
  return code ? edited(() => addGiftCard(code)) : null;
}

/** Have the customer's store credit pay what it can, or leave it. */
export async function chooseStoreCredit(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  return edited(() => editCart({ uses_store_credit: form.get("uses_store_credit") === "yes" }));
}

/** Price the cart for the country and currency in which the customer now reads the shop. */
export async function moveCart(): Promise<Outcome | null> {
  const { locale, currency } = await currentShop();
  const place = { country: locale.country, currency, language: locale.language, shipping_address: null };
  return edited(async () => withDelivery(await editCart(place)));
}

/** A card that is on the cart already changes nothing, so each time has a key of its own: another code after a wrong one, too. */
async function addGiftCard(code: string): Promise<CartDetail> {
  return onOwnCart(async ({ id, language, api }) => {
    const header = { "Idempotency-Key": crypto.randomUUID() };
    const params = { path: { cart_id: id }, query: { lang: language }, header };
    const { data } = await api.POST("/api/v1/store/carts/{cart_id}/gift-cards", { params, body: { code } });
    return data as CartDetail;
  });
}

async function dropGiftCard(giftCardId: string): Promise<CartDetail> {
  return onOwnCart(async ({ id, language, api }) => {
    const params = { path: { cart_id: id, gift_card_id: giftCardId }, query: { lang: language } };
    const { data } = await api.DELETE("/api/v1/store/carts/{cart_id}/gift-cards/{gift_card_id}", { params });
    return data as CartDetail;
  });
}

async function setQuantity(lineId: string, quantity: number): Promise<CartDetail> {
  return onOwnCart(async ({ id, language, api }) => {
    const params = { path: { cart_id: id, line_id: lineId }, query: { lang: language } };
    const address = "/api/v1/store/carts/{cart_id}/lines/{line_id}";
    const { data } =
      quantity > 0 ? await api.PATCH(address, { params, body: { quantity } }) : await api.DELETE(address, { params });
    return data as CartDetail;
  });
}
