import type { CartDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { cardTexts } from "@/features/account/card-texts";
import { addressWords, servedCountries } from "@/features/address/words";
import { CartNotices } from "@/features/cart/cart-notices";
import { deliveryOptions } from "@/features/cart/delivery-options";
import { listDelivery } from "@/features/cart/reads";
import { CartEditing, Settling } from "@/features/cart/settling";
import { Totals } from "@/features/cart/totals";
import { currentShop } from "@/server/shop";
import { CheckoutForm } from "./checkout-form";
import { firstPayment, knownValues } from "./draft";
import { OrderLines } from "./order-lines";
import { findBuyer, listPaymentMethods } from "./reads";
import { checkoutWords } from "./words";

/** The whole checkout of a cart. */
export async function CheckoutView({ cart }: { cart: CartDetail }) {
  const t = await getTranslations("checkout");
  const { locale, region, currency } = await currentShop();
  const [offered, methods, customer, words, wordsOfAddresses, countries] = await Promise.all([
    listDelivery(cart),
    listPaymentMethods(cart),
    findBuyer(),
    checkoutWords(currency === region.default_currency ? "" : currency),
    addressWords(),
    servedCountries(),
  ]);
  const shipped = cart.vendors.filter(({ needs_shipping }) => needs_shipping);
  const delivery = await Promise.all(
    shipped.map(async ({ vendor_id, vendor_name }) => ({
      vendorId: vendor_id,
      legend: t("delivery_by", { vendor: vendor_name }),
      options: await deliveryOptions(
        offered.find((one) => one.vendor_id === vendor_id),
        cart.country,
      ),
    })),
  );
  const saved = (customer?.addresses ?? []).map(({ id, label, address }) => ({
    id,
    text: [label, address.name, address.line1, address.city || address.region].filter(Boolean).join(", "),
  }));
  const payable = await Promise.all(
    methods.map(async (method) => ({ ...method, cards: await cardTexts(method.saved_cards) })),
  );
  const { amount_due: due } = cart.quote;
  return (
    <CartEditing>
      <div className="mb-5 flex flex-col gap-4 empty:hidden">
        <CartNotices cart={cart} />
      </div>
      <CheckoutForm
        initial={{
          key: crypto.randomUUID(),
          answers: 0,
          values: { ...knownValues(cart, customer), payment_method: firstPayment(methods, cart.payment_method) },
          errors: {},
          message: null,
        }}
        cart={{
          id: cart.id,
          total: `${due.minor} ${due.currency}`,
          payLabel: due.minor ? t("order_and_pay", { total: formatMoney(due, locale.tag) }) : t("order_paid_for"),
        }}
        countries={countries}
        saved={saved}
        delivery={delivery}
        methods={payable}
        words={words}
        addressWords={wordsOfAddresses}
      >
        <div className="flex items-baseline justify-between gap-4">
          <h2 className="font-bold text-xl tracking-tight">{t("your_order")}</h2>
          <Link href={`/${locale.tag}/cart`} className="py-2 text-sm underline underline-offset-4">
            {t("edit_cart")}
          </Link>
        </div>
        <OrderLines vendors={cart.vendors} />
        <Settling updating={words.updating}>
          <Totals quote={cart.quote} lacksDelivery={shipped.some(({ shipping_method_id }) => !shipping_method_id)} />
        </Settling>
      </CheckoutForm>
    </CartEditing>
  );
}
