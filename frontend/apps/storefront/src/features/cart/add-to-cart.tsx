import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { AddToCartForm } from "./add-to-cart-form";

interface Props {
  variantId: string | undefined;
  canBuy: boolean;
}

export async function AddToCart({ variantId, canBuy }: Props) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const words = {
    add: canBuy ? t("add") : t("cannot_add"),
    adding: t("adding"),
    quantity: t("quantity"),
    open: t("open_cart"),
  };
  return (
    <AddToCartForm
      key={variantId}
      variantId={variantId ?? ""}
      canBuy={canBuy}
      words={words}
      cartHref={`/${locale.tag}/cart`}
    />
  );
}
