import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { SeenRow } from "./seen-row";

/** The products seen last. On a product's page `current` is its slug. */
export async function RecentlySeen({ current }: { current?: string }) {
  const t = await getTranslations("catalog");
  const { locale } = await currentShop();
  const words = { title: t("recently_seen"), before: t("price_before") };
  return <SeenRow key={current} address={`/${locale.tag}/seen`} {...(current ? { current } : {})} words={words} />;
}
