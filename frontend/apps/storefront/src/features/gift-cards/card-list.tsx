import type { GiftCardPurchaseDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { currentShop } from "@/server/shop";
import { CardState } from "./card-state";

/** The gift cards that a customer has bought, as links to the page of each. */
export async function CardList({ cards }: { cards: GiftCardPurchaseDetail[] }) {
  const { locale } = await currentShop();
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line">
      {cards.map((card) => (
        <li key={card.id} className="relative flex items-center gap-4 bg-raised p-4 hover:bg-sunken sm:px-5">
          <div className="min-w-0 flex-1">
            <Link
              href={`/${locale.tag}/account/gift-cards/${card.id}`}
              className="break-all font-semibold after:absolute after:inset-0"
            >
              <bdi dir="ltr">{card.recipient_email}</bdi>
            </Link>
            <p className="mt-1 text-muted text-sm">
              <CardState card={card} />
            </p>
          </div>
          <p className="font-semibold tabular-nums">{formatMoney(card.amount, locale.tag)}</p>
        </li>
      ))}
    </ul>
  );
}
