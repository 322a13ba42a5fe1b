import { countryName, languageName, makeLocale } from "@globalmarket/i18n";
import { LanguageLinks } from "@globalmarket/web/frame/language-links";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { PageLinks } from "./page-links";

export async function Footer() {
  const t = await getTranslations("frame");
  const orders = await getTranslations("orders");
  const { region, locale } = await currentShop();
  const languages = region.languages.map((code) => ({
    code,
    tag: makeLocale(code, locale.country).tag,
    name: languageName(code),
    isCurrent: code === locale.language,
  }));
  return (
    <footer className="mt-16 border-line border-t bg-sunken text-sm">
      <div className="mx-auto grid max-w-7xl grid-cols-2 gap-8 px-4 py-10 sm:grid-cols-3 lg:grid-cols-[2fr_1fr_1fr_1fr]">
        <div className="col-span-full flex flex-col gap-1 lg:col-span-1">
          <p className="font-semibold">{region.name}</p>
          <p className="text-muted">{t("delivers_to", { country: countryName(locale.country, locale.language) })}</p>
          <Link href={`/${locale.tag}/orders`} className="self-start py-2 underline-offset-4 hover:underline">
            {orders("lookup_title")}
          </Link>
        </div>
        <PageLinks />
        <nav aria-label={t("languages")} className="col-span-full border-line border-t pt-4">
          <LanguageLinks languages={languages} />
        </nav>
      </div>
    </footer>
  );
}
