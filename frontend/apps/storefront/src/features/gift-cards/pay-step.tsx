import type { GiftCardPurchaseDetail } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { getTranslations } from "next-intl/server";
import { GoTo } from "@/features/checkout/go-to";
import { InPagePayment } from "@/features/checkout/in-page-payment";
import { Poll } from "@/features/checkout/poll";
import { Voucher } from "@/features/checkout/voucher";
import { currentShop } from "@/server/shop";
import { stripeScript } from "@/server/stripe";

const POLL_S = 3;

interface Props {
  card: GiftCardPurchaseDetail;
  /** It was ordered this moment: the payment page opens by itself. */
  isNew: boolean;
}

/** What is left to do, or to wait for, until a gift card is paid. */
export async function PayStep({ card, isNew }: Props) {
  const [t, checkout] = await Promise.all([getTranslations("gift_cards"), getTranslations("checkout")]);
  const { locale } = await currentShop();
  const { action } = card;
  if (action?.type === "redirect") {
    return (
      <div role="status" className="flex flex-col items-start gap-4">
        {isNew ? <GoTo url={action.url} /> : <Poll everySeconds={POLL_S} />}
        <p>{t("to_pay")}</p>
        <a href={action.url} className={buttonClass()}>
          {checkout("open_payment_page")}
        </a>
      </div>
    );
  }
  if (action?.type === "confirm_in_page" && stripeScript) {
    return (
      <InPagePayment
        key={action.client_secret}
        script={stripeScript}
        clientSecret={action.client_secret}
        publishableKey={action.publishable_key}
        language={locale.language}
        returnPath={`/${locale.tag}/account/gift-cards/${card.id}`}
        words={{
          pay: checkout("pay_now"),
          loading: checkout("form_loading"),
          unavailable: checkout("form_unavailable"),
          declined: checkout("endings.declined"),
        }}
      />
    );
  }
  if (action?.type === "pay_voucher") return <Voucher action={action} orderId={card.id} />;
  return (
    <div role="status">
      <Poll everySeconds={POLL_S} />
      <p>{t("waiting")}</p>
    </div>
  );
}
