import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { returnGiftCard } from "@/features/gift-cards/actions";
import { CardState } from "@/features/gift-cards/card-state";
import { PayStep } from "@/features/gift-cards/pay-step";
import { getGiftCard } from "@/features/gift-cards/reads";
import { currentShop } from "@/server/shop";

type Props = PageProps<"/[locale]/account/gift-cards/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("gift_cards");
  return { title: t("title"), robots: { index: false } };
}

export default async function GiftCardPage({ params, searchParams }: Props) {
  const [{ id }, { go }, { locale, region }] = await Promise.all([params, searchParams, currentShop()]);
  await requirePerson(`/account/gift-cards/${id}`);
  const t = await getTranslations("gift_cards");
  const card = await getGiftCard(id);
  const until = card.refundable_until;
  const canReturn = until !== null && new Date(until) > new Date();
  return (
    <AccountFrame section="gift-cards" title={t("one", { amount: formatMoney(card.amount, locale.tag) })}>
      <p>
        <CardState card={card} />
      </p>
      {card.state === "pending" && <PayStep card={card} isNew={go === "1"} />}
      <dl className="grid gap-x-6 gap-y-2 rounded-xl border border-line p-5 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">{t("recipient_email")}</dt>
        <dd className="break-all">
          <bdi dir="ltr">{card.recipient_email}</bdi>
        </dd>
        <dt className="text-muted">{t("sender_name")}</dt>
        <dd>
          <bdi>{card.sender_name}</bdi>
        </dd>
        {card.message && <dt className="text-muted">{t("message")}</dt>}
        {card.message && (
          <dd dir="auto" className="whitespace-pre-line">
            {card.message}
          </dd>
        )}
      </dl>
      <p className="text-muted text-sm">{t("code_hint")}</p>
      {canReturn && (
        <p className="text-muted text-sm">
          {t("return_until", { day: formatDay(until, locale.tag, region.timezone) })}
        </p>
      )}
      {canReturn && (
        <FieldForm
          id="return"
          action={returnGiftCard}
          submit={t("return")}
          confirm={t("return_confirm")}
          look="secondary"
          fields={[keyField(), { name: "card", type: "hidden", value: card.id }]}
        />
      )}
      <Link href={`/${locale.tag}/account/gift-cards`} className="self-start py-2 underline underline-offset-4">
        {t("all")}
      </Link>
    </AccountFrame>
  );
}
