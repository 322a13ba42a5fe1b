import { buttonClass } from "@globalmarket/ui/button";
import { Empty } from "@globalmarket/ui/empty";
import { Link } from "@globalmarket/web/frame/link";
import { ShoppingBag } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Seen } from "@/features/behaviour/seen";
import { CartView } from "@/features/cart/cart-view";
import { LeftOut } from "@/features/cart/left-out";
import { findCart, listDelivery } from "@/features/cart/reads";
import { SavedItems } from "@/features/cart/saved-items";
import { Suggestions } from "@/features/cart/suggestions";
import { currentShop } from "@/server/shop";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("cart");
  return { title: t("title"), robots: { index: false } };
}

export default async function CartPage({ searchParams }: PageProps<"/[locale]/cart">) {
  const t = await getTranslations("cart");
  const [{ locale }, cart, { left_out: leftOut }] = await Promise.all([currentShop(), findCart(), searchParams]);
  const isEmpty = !cart || cart.vendors.length === 0;
  return (
    <div className="mx-auto max-w-6xl px-4 py-8">
      <h1 className="mb-6 font-bold text-3xl tracking-tight">{t("title")}</h1>
      <LeftOut count={Number(leftOut)} />
      {isEmpty ? (
        <Empty icon={<ShoppingBag />} title={t("empty")}>
          <p>{t("empty_hint")}</p>
          <Link href={`/${locale.tag}/search`} className={buttonClass()}>
            {t("browse")}
          </Link>
        </Empty>
      ) : (
        <>
          <Seen event={{ kind: "checkout", step: "cart" }} />
          <CartView cart={cart} delivery={await listDelivery(cart)} />
        </>
      )}
      {cart && !isEmpty && <Suggestions cart={cart} />}
      {cart && <SavedItems items={cart.saved} />}
    </div>
  );
}
