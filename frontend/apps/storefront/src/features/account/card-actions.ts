"use server";

import { Refused } from "@globalmarket/api";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { redirect } from "next/navigation";
import { currentShop, privateApi } from "@/server/shop";

/** Take a saved card out of use. One that is gone already is what was wanted. */
export async function removeCard(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const { id = "" } = typed(form, "id");
  try {
    const api = await privateApi();
    await api.DELETE("/api/v1/me/cards/{card_id}", { params: { path: { card_id: id } } });
  } catch (error) {
    const isGone = error instanceof Refused && error.status === 404;
    if (!isGone) return refused(error, { id });
  }
  redirect(`/${locale.tag}/account/cards?done=removed`);
}
