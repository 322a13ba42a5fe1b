import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { BuyForm } from "@/features/gift-cards/buy-form";
import { CardList } from "@/features/gift-cards/card-list";
import { findOffer, listGiftCards } from "@/features/gift-cards/reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("gift_cards");
  return { title: t("title"), robots: { index: false } };
}

export default async function GiftCardsPage() {
  const customer = await requirePerson("/account/gift-cards");
  const t = await getTranslations("gift_cards");
  const [offer, cards] = await Promise.all([findOffer(), listGiftCards()]);
  const canBuy = offer !== null && offer.payment_methods.length > 0;
  return (
    <AccountFrame section="gift-cards" title={t("title")}>
      {cards.length > 0 && (
        <section aria-labelledby="bought" className="flex flex-col gap-3">
          <h2 id="bought" className="font-semibold text-xl">
            {t("bought")}
          </h2>
          <CardList cards={cards} />
        </section>
      )}
      <section aria-labelledby="buy" className="flex max-w-md flex-col gap-4">
        <h2 id="buy" className="font-semibold text-xl">
          {t("buy_title")}
        </h2>
        <p className="text-muted">{canBuy ? t("buy_hint") : t("not_sold")}</p>
        {canBuy && <BuyForm offer={offer} name={customer.name} />}
      </section>
    </AccountFrame>
  );
}
