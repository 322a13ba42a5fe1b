import { directionOf } from "@globalmarket/i18n";
import { getTranslations } from "next-intl/server";
import { Link } from "../frame/link";
import { currentSite } from "../server/site";
import type { FoundPage } from "./found";
import { PaletteLink } from "./palette-link";

/** In the bar on top: the way to find things, and the one to the page of shortcuts. */
export async function Palette({ pages }: { pages: FoundPage[] }) {
  const t = await getTranslations("palette");
  const { locale } = await currentSite();
  const help = `/${locale.tag}/shortcuts`;
  return (
    <div className="flex items-center">
      <PaletteLink
        here={`/${locale.tag}/find`}
        help={help}
        direction={directionOf(locale.language)}
        pages={pages}
        words={{
          title: t("title"),
          field: t("field"),
          none: t("none"),
          pages: t("pages"),
          close: t("close"),
        }}
      />
      <Link
        href={help}
        title={t("shortcuts")}
        aria-label={t("shortcuts")}
        className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken"
      >
        ?
      </Link>
    </div>
  );
}
