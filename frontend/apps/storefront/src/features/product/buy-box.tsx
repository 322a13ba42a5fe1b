import type { ProductDetail } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { AddToCart } from "@/features/cart/add-to-cart";
import { Price } from "@/features/catalog/price";
import { Vacation } from "@/features/catalog/vacation";
import { VendorLogo } from "@/features/catalog/vendor-logo";
import { currentShop } from "@/server/shop";
import { Delivery } from "./delivery";
import { WhileSold } from "./live-product";
import { OptionPicker } from "./option-picker";
import { OtherOffers } from "./other-offers";
import { StockState } from "./stock-state";
import { type Choice, isSold } from "./variants";

interface Props {
  product: ProductDetail;
  choice: Choice;
  /** Of the page in a preview of the product: all is shown, and nothing can be bought. */
  previewPath?: string;
}

/** What a customer decides by: price, options, stock, delivery, vendor; and the button. */
export async function BuyBox({ product, choice, previewPath }: Props) {
  const t = await getTranslations("product");
  const { locale } = await currentShop();
  const { variant } = choice;
  const isClosed = product.vacation?.is_closed ?? false;
  const isOffered = variant !== null && isSold(variant) && product.delivery.is_available && !isClosed;
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-col gap-2">
        {product.brand && <p className="text-muted">{product.brand}</p>}
        <h1 lang={product.language} className="text-balance font-bold text-2xl tracking-tight sm:text-3xl">
          {product.title}
        </h1>
        <Price
          size="page"
          price={variant?.price ?? product.price}
          compareAt={variant ? variant.compare_at : product.compare_at}
          varies={!variant && product.price_varies}
        />
        <p className="text-muted text-sm">{t("price_contains_vat")}</p>
      </header>
      {product.is_fallback && <Notice kind="info">{t("not_in_your_language")}</Notice>}
      <WhileSold notSold={t("not_sold")}>
        <OptionPicker options={choice.options} path={previewPath ?? `/${locale.tag}/products/${product.slug}`} />
        {variant && <StockState stock={variant.stock} />}
        {product.vacation && <Vacation vacation={product.vacation} vendor={product.vendor.name} />}
        <AddToCart variantId={variant?.id} canBuy={isOffered && !previewPath} />
        {previewPath && <p className="text-muted text-sm">{t("preview.not_buyable")}</p>}
        <Delivery {...product} />
      </WhileSold>
      <div className="flex items-center gap-3 text-sm">
        {product.vendor_logo && <VendorLogo logo={product.vendor_logo} className="size-12" />}
        <p>
          {t("sold_by")}{" "}
          <Link
            href={`/${locale.tag}/vendors/${product.vendor.slug}`}
            className="font-semibold underline underline-offset-4"
          >
            {product.vendor.name}
          </Link>
        </p>
      </div>
      <OtherOffers offers={product.offers} />
    </div>
  );
}
