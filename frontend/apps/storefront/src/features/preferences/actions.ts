"use server";

import { findLocale } from "@globalmarket/i18n";
import { redirect } from "next/navigation";
import { currentShop } from "@/server/shop";

/** To the shop in the chosen language and for the chosen country; the proxy remembers the address's choice. */
export async function choosePreferences(form: FormData): Promise<void> {
  const { region, locale } = await currentShop();
  const chosen = findLocale(`${form.get("language")}-${form.get("country")}`, region);
  redirect(`/${(chosen ?? locale).tag}`);
}
