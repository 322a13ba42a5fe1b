import { directionOf } from "@globalmarket/i18n";
import { Link, LinkForm } from "@globalmarket/web/frame/link";
import { Camera, Search } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { SearchField } from "./search-field";

/** The search field of every page. */
export async function SearchForm() {
  const t = await getTranslations("search");
  const { locale, region } = await currentShop();
  const path = `/${locale.tag}/search`;
  return (
    <LinkForm action={path} role="search" className="relative">
      <SearchField
        label={t("label")}
        placeholder={t("placeholder")}
        address={`${path}/suggestions`}
        direction={directionOf(locale.language)}
      />
      {region.features.picture_search && (
        <Link
          href={`${path}/picture`}
          className="absolute inset-e-11 top-1 flex size-9 items-center justify-center rounded-full hover:bg-line"
        >
          <Camera aria-hidden className="size-5" />
          <span className="sr-only">{t("picture.title")}</span>
        </Link>
      )}
      <button
        type="submit"
        className="absolute inset-e-1 top-1 flex size-9 items-center justify-center rounded-full hover:bg-line"
      >
        <Search aria-hidden className="size-5" />
        <span className="sr-only">{t("submit")}</span>
      </button>
    </LinkForm>
  );
}
