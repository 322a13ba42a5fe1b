"use server";

import type { CartDetail } from "@globalmarket/api";
import { edited } from "./edited";
import { onOwnCart, withDelivery } from "./edits";
import type { Outcome } from "./outcome";

/** Take a line out of the cart and keep it for later. */
export async function saveForLater(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  return edited(() =>
    onOwnCart(async ({ id, language, api }) => {
      const { data } = await api.POST("/api/v1/store/carts/{cart_id}/saved", {
        params: { path: { cart_id: id }, query: { lang: language }, header: { "Idempotency-Key": keyOf(form) } },
        body: { line_id: String(form.get("line_id")) },
      });
      return data as CartDetail;
    }),
  );
}

/** Put what was kept for later into the cart. */
export async function restoreSaved(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  return edited(async () => {
    const cart = await onOwnCart(async ({ id, language, api }) => {
      const { data } = await api.POST("/api/v1/store/carts/{cart_id}/saved/{saved_id}/restore", {
        params: {
          path: { cart_id: id, saved_id: String(form.get("saved_id")) },
          query: { lang: language },
          header: { "Idempotency-Key": keyOf(form) },
        },
      });
      return data as CartDetail;
    });
    return withDelivery(cart);
  });
}

/** Keep something no longer. */
export async function dropSaved(_before: Outcome | null, form: FormData): Promise<Outcome | null> {
  return edited(() =>
    onOwnCart(async ({ id, language, api }) => {
      const { data } = await api.DELETE("/api/v1/store/carts/{cart_id}/saved/{saved_id}", {
        params: { path: { cart_id: id, saved_id: String(form.get("saved_id")) }, query: { lang: language } },
      });
      return data as CartDetail;
    }),
  );
}

/** Made with the page, so that a repeated click is one change. */
function keyOf(form: FormData): string {
  return String(form.get("key"));
}
