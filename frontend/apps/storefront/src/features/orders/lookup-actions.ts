"use server";

import { Refused } from "@globalmarket/api";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentShop, privateApi } from "@/server/shop";
import { rememberOrder } from "./order-cookie";

/** Open a guest's order by its number and the e-mail address with which it was placed. */
export async function lookUpOrder(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentShop();
  const values = typed(form, "number", "email");
  const { number = "", email = "" } = values;
  const api = await privateApi();
  let orderId: string;
  try {
    const { data } = await api.POST("/api/v1/store/order-lookups", {
      body: { number: number.trim(), email: email.trim() },
    });
    if (!data) throw new Error("an answer without an order");
    await rememberOrder(data.order_id, data.order_token);
    orderId = data.order_id;
  } catch (error) {
    const state = await refused(error, values);
    if (!(error instanceof Refused && error.status === 404)) return state;
    return { ...state, message: (await getTranslations("orders"))("lookup_failed") };
  }
  redirect(`/${locale.tag}/orders/${orderId}`);
}
