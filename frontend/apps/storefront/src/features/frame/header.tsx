import { countryName, languageName } from "@globalmarket/i18n";
import { Link } from "@globalmarket/web/frame/link";
import { Globe, ShoppingBag, User } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { CategoryBar } from "@/features/catalog/category-bar";
import { SearchForm } from "@/features/search/search-form";
import { currentShop } from "@/server/shop";
import { CartBadge } from "./cart-badge";

const ACTION = "flex min-h-11 items-center gap-2 rounded-lg px-2 hover:bg-sunken sm:px-3";

export async function Header() {
  const t = await getTranslations("frame");
  const { region, locale } = await currentShop();
  const home = `/${locale.tag}`;
  return (
    <header className="border-line border-b bg-surface">
      <div className="mx-auto grid max-w-7xl grid-cols-[1fr_auto] items-center gap-x-4 gap-y-3 px-4 py-3 lg:grid-cols-[auto_1fr_auto] lg:gap-x-8">
        <Link href={home} className="font-bold text-xl tracking-tight">
          {region.brand.logo_url ? (
            <img src={region.brand.logo_url} alt={region.name} className="h-8 w-auto max-w-56 object-contain" />
          ) : (
            region.name
          )}
        </Link>
        <nav aria-label={t("your_things")} className="flex items-center justify-end lg:order-last">
          <Link href={`${home}/preferences`} className={ACTION}>
            <Globe aria-hidden className="size-5" />
            <span className="hidden sm:inline">
              {locale.country} · {languageName(locale.language)}
            </span>
            <span className="sr-only">
              {t("change_preferences", { country: countryName(locale.country, locale.language) })}
            </span>
          </Link>
          <Link href={`${home}/account`} className={ACTION}>
            <User aria-hidden className="size-5" />
            <span className="sr-only sm:not-sr-only">{t("account")}</span>
          </Link>
          <Link href={`${home}/cart`} className={`${ACTION} relative`}>
            <ShoppingBag aria-hidden className="size-5" />
            <span className="sr-only sm:not-sr-only">{t("cart")}</span>
            <CartBadge label={t("cart_holds")} address={`${home}/cart/count`} />
          </Link>
        </nav>
        <div className="col-span-full lg:col-span-1 lg:col-start-2 lg:row-start-1">
          <SearchForm />
        </div>
      </div>
      <CategoryBar />
    </header>
  );
}
