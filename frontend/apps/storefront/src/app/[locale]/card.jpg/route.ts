import { getTranslations } from "next-intl/server";
import { cardAnswer } from "@/features/share/answer";
import { currentShop } from "@/server/shop";

/** What a shared link of the shop shows where a page has no picture of its own. */
export async function GET(): Promise<Response> {
  const { region } = await currentShop();
  const t = await getTranslations("home");
  return cardAnswer({ over: "", title: region.name, under: t("description", { shop: region.name }), picture: null });
}
