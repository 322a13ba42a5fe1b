import { Notice } from "@globalmarket/ui/notice";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Pager } from "@globalmarket/web/frame/pager";
import { requirePerson } from "@globalmarket/web/server/person";
import { CreditCard } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { removeCard } from "@/features/account/card-actions";
import { cardTexts } from "@/features/account/card-texts";
import { listCards } from "@/features/account/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/account/cards">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("sections.cards"), robots: { index: false } };
}

export default async function CardsPage({ searchParams }: Props) {
  await requirePerson("/account/cards");
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const { cursor, done } = await searchParams;
  const page = await listCards([cursor].flat()[0]);
  const cards = await cardTexts(page.items);
  const here = `/${locale.tag}/account/cards`;
  return (
    <AccountFrame section="cards" title={t("sections.cards")}>
      {done === "removed" && <Notice kind="success">{t("card_removed")}</Notice>}
      <p className="text-muted">{cards.length === 0 ? t("no_card") : t("cards_hint")}</p>
      <ul className="flex flex-col gap-3">
        {cards.map(({ id, name, expiry }) => (
          <li key={id} className="flex items-center gap-4 rounded-xl border border-line bg-raised p-4">
            <CreditCard aria-hidden className="size-6 text-muted" />
            <p className="min-w-0 flex-1">
              <span className="font-medium">{name}</span>
              <span className="block text-muted text-sm">{expiry}</span>
            </p>
            <FieldForm
              id={`remove-${id}`}
              action={removeCard}
              look="quiet"
              submit={
                <span>
                  {t("remove")} <span className="sr-only">{name}</span>
                </span>
              }
              fields={[{ name: "id", type: "hidden", value: id }]}
            />
          </li>
        ))}
      </ul>
      <Pager
        label={t("card_pages")}
        first={cursor && here}
        next={page.next_cursor ? `${here}?cursor=${encodeURIComponent(page.next_cursor)}` : undefined}
        words={{ first: t("newest_cards"), next: t("older_cards") }}
      />
    </AccountFrame>
  );
}
