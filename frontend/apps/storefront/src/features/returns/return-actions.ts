"use server";

import type { Api } from "@globalmarket/api";
import { isChecked, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { writeCartReference } from "@/features/cart/cart-cookie";
import type { OrderOutcome } from "@/features/orders/actions";
import { orderSecret } from "@/features/orders/order-cookie";
import { readUnits } from "@/features/orders/units";
import { currentShop, privateApi } from "@/server/shop";
import { MOST_PHOTO_BYTES, MOST_PHOTOS } from "./photo-limits";
import { RETURN_REASONS } from "./reasons";
import { type ReturnState, typedReturn } from "./return-state";

/** Ask to return the chosen units. Photos are kept as soon as they have come, and stay with the form if the rest is refused. */
export async function requestReturn(before: ReturnState, form: FormData): Promise<ReturnState> {
  const t = await getTranslations("returns");
  const values = typedReturn(form);
  const problem = (errors: Record<string, string>, message: string): ReturnState => ({
    ...{ kind: "problem", message, errors, values },
    ...{ key: before.key, photoIds: before.photoIds, attempt: crypto.randomUUID() },
  });
  const lines = readUnits(form, "return").map((line) => {
    const exchange_for = String(form.get(`exchange.${line.line_id}`) ?? "");
    return exchange_for ? { ...line, exchange_for } : line;
  });
  const reason = RETURN_REASONS.find((one) => one === values.reason);
  const photos = form.getAll("photos").filter((file): file is File => file instanceof File && file.size > 0);
  if (!lines.length) return problem({}, t("choose_units"));
  if (!reason) return problem({ reason: t("reason_missing") }, (await getTranslations("forms"))("check_fields"));
  const excess = tooMuch(photos, before.photoIds.length);
  if (excess) return problem({ photos: t(excess) }, (await getTranslations("forms"))("check_fields"));
  const orderId = String(form.get("order_id"));
  const api = await privateApi(await orderSecret(orderId));
  let photoIds = before.photoIds;
  try {
    const kept = await Promise.all(photos.map((photo, place) => keep(api, orderId, photo, `${before.key}-${place}`)));
    photoIds = [...new Set([...photoIds, ...kept])];
    await api.POST("/api/v1/store/orders/{order_id}/returns", {
      params: { path: { order_id: orderId }, header: { "Idempotency-Key": before.key } },
      body: {
        lines,
        reason,
        comment: values.comment ?? "",
        photos: photoIds,
        as_store_credit: isChecked(values, "as_store_credit"),
      },
    });
  } catch (error) {
    const places = lines.map(({ line_id }, place) => [`lines.${place}.exchange_for`, `exchange.${line_id}`]);
    const state = await refused(error, values, { file: "photos", ...Object.fromEntries(places) });
    const isNew = isDecided(error);
    if (isNew) refresh(); // shown with what is left
    return { ...state, photoIds, key: isNew ? crypto.randomUUID() : before.key };
  }
  redirect(`/${(await currentShop()).locale.tag}/orders/${orderId}?sent=return`);
}

function tooMuch(photos: File[], kept: number): "too_many_photos" | "photos_too_large" | null {
  if (photos.length + kept > MOST_PHOTOS) return "too_many_photos";
  return photos.reduce((sum, { size }) => sum + size, 0) > MOST_PHOTO_BYTES ? "photos_too_large" : null;
}

/** Give the API a photo. Returns its id. */
async function keep(api: Api, orderId: string, photo: File, key: string): Promise<string> {
  const { data } = await api.POST("/api/v1/store/orders/{order_id}/return-photos", {
    params: { path: { order_id: orderId }, header: { "Idempotency-Key": key } },
    body: { file: "" }, // what the document calls a file is a text in its types
    bodySerializer: () => {
      const body = new FormData();
      body.set("file", photo);
      return body;
    },
  });
  if (!data) throw new Error("an answer without a photo");
  return data.photo_id;
}

/** Download the label: by an address that lives for minutes. */
export async function openLabel(_before: OrderOutcome, form: FormData): Promise<OrderOutcome> {
  const { order_id = "", return_id = "" } = typed(form, "order_id", "return_id");
  const api = await privateApi(await orderSecret(order_id));
  let url = "";
  try {
    const { data } = await api.POST("/api/v1/store/orders/{order_id}/returns/{return_id}/label-links", {
      params: { path: { order_id, return_id } },
    });
    url = data?.url ?? "";
  } catch (error) {
    const { message } = await refused(error, {});
    return { kind: "problem", message, key: "" };
  }
  redirect(url);
}

/** The cart of what comes instead becomes the visitor's, and is ordered like any other: what it costs more is paid there. */
export async function payDifference(_before: OrderOutcome, form: FormData): Promise<OrderOutcome> {
  const { cart_id = "" } = typed(form, "cart_id");
  await writeCartReference({ id: cart_id, token: "" });
  redirect(`/${(await currentShop()).locale.tag}/checkout`);
}

/** The customer keeps the products after all. */
export async function keepProducts(before: OrderOutcome, form: FormData): Promise<OrderOutcome> {
  const { order_id = "", return_id = "" } = typed(form, "order_id", "return_id");
  const api = await privateApi(await orderSecret(order_id));
  try {
    await api.POST("/api/v1/store/orders/{order_id}/returns/{return_id}/cancel", {
      params: { path: { order_id, return_id }, header: { "Idempotency-Key": before.key } },
    });
    refresh();
    return { kind: "success", message: "", key: crypto.randomUUID() };
  } catch (error) {
    const { message } = await refused(error, {});
    if (isDecided(error)) refresh();
    return { kind: "problem", message, key: isDecided(error) ? crypto.randomUUID() : before.key };
  }
}
