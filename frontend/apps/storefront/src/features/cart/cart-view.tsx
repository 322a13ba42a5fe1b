import type { CartDetail, VendorShippingOptions } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { Lock } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { CartNotices } from "./cart-notices";
import { Codes } from "./codes";
import { GiftCards } from "./gift-cards";
import { CartEditing, Settling } from "./settling";
import { StoreCredit } from "./store-credit";
import { Totals } from "./totals";
import { VendorPart } from "./vendor-part";

interface Props {
  cart: CartDetail;
  delivery: VendorShippingOptions[];
}

/** A cart with something in it. */
export async function CartView({ cart, delivery }: Props) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const lacksDelivery = cart.vendors.some(
    ({ needs_shipping, shipping_method_id }) => needs_shipping && !shipping_method_id,
  );
  const isBlocked = cart.missing.some((one) => one.startsWith("line:"));
  return (
    <CartEditing>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[1fr_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <CartNotices cart={cart} />
          {cart.vendors.map((vendor) => (
            <VendorPart
              key={vendor.vendor_id}
              vendor={vendor}
              offered={delivery.find(({ vendor_id }) => vendor_id === vendor.vendor_id)}
              country={cart.country}
            />
          ))}
        </div>
        <aside aria-labelledby="summary" className="flex flex-col gap-4 rounded-2xl bg-sunken p-5 lg:sticky lg:top-4">
          <h2 id="summary" className="font-bold text-xl tracking-tight">
            {t("summary")}
          </h2>
          <Settling updating={t("updating")}>
            <Totals quote={cart.quote} lacksDelivery={lacksDelivery} />
          </Settling>
          <Codes cart={cart} />
          <GiftCards cart={cart} />
          <StoreCredit cart={cart} />
          {isBlocked && <p className="text-sale text-sm">{t("remove_unsold")}</p>}
          {isBlocked ? (
            <span aria-disabled className={buttonClass("primary", "min-h-12")}>
              {t("to_checkout")}
            </span>
          ) : (
            <Link href={`/${locale.tag}/checkout`} className={buttonClass("primary", "min-h-12")}>
              <Lock aria-hidden className="size-4" />
              {t("to_checkout")}
            </Link>
          )}
        </aside>
      </div>
    </CartEditing>
  );
}
