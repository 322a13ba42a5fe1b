import { Pager } from "@globalmarket/web/frame/pager";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { BuyForm } from "@/features/gift-cards/buy-form";
import { CardList } from "@/features/gift-cards/card-list";
import { findOffer, listGiftCards } from "@/features/gift-cards/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/account/gift-cards">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("gift_cards");
  return { title: t("title"), robots: { index: false } };
}

export default async function GiftCardsPage({ searchParams }: Props) {
  const customer = await requirePerson("/account/gift-cards");
  const [t, { locale }, { cursor, purchase }] = await Promise.all([
    getTranslations("gift_cards"),
    currentShop(),
    searchParams,
  ]);
  const here = `/${locale.tag}/account/gift-cards`;
  if (typeof purchase === "string") redirect(`${here}/${encodeURIComponent(purchase)}`); // back from the payment's page
  const [offer, page] = await Promise.all([findOffer(), listGiftCards([cursor].flat()[0])]);
  const cards = page.items;
  const canBuy = offer !== null && offer.payment_methods.length > 0;
  return (
    <AccountFrame section="gift-cards" title={t("title")}>
      {cards.length > 0 && (
        <section aria-labelledby="bought" className="flex flex-col gap-3">
          <h2 id="bought" className="font-semibold text-xl">
            {t("bought")}
          </h2>
          <CardList cards={cards} />
          <Pager
            label={t("pages")}
            first={cursor && here}
            next={page.next_cursor ? `${here}?cursor=${encodeURIComponent(page.next_cursor)}` : undefined}
            words={{ first: t("newest"), next: t("older") }}
          />
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
