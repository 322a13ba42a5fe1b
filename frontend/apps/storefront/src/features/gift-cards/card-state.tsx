import type { GiftCardPurchaseDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** How a bought card stands, in a sentence: when its code was sent, or will be. */
export async function CardState({ card }: { card: GiftCardPurchaseDetail }) {
  const t = await getTranslations("gift_cards");
  const { region, locale } = await currentShop();
  const on = (at: string) => ({ day: formatDay(at, locale.tag, region.timezone) });
  if (card.state !== "paid") return t(`states.${card.state}`);
  return card.sent_at ? t("states.sent", on(card.sent_at)) : t("states.to_send", on(card.send_at));
}
