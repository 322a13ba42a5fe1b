import type { MyProfile } from "@globalmarket/api";
import { languageName, makeLocale } from "@globalmarket/i18n";
import { Button } from "@globalmarket/ui/button";
import { LanguageLinks } from "@globalmarket/web/frame/language-links";
import { Link } from "@globalmarket/web/frame/link";
import { Palette } from "@globalmarket/web/palette/palette-entry";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { logOut } from "@/features/auth/actions";
import { openPages } from "./open-pages";
import { findVendorName } from "./reads";

/** Whose dashboard this is, who is logged in, the languages and the way out. */
export async function TopBar({ person }: { person: MyProfile | null }) {
  const [t, security] = await Promise.all([getTranslations("frame"), getTranslations("security")]);
  const { region, locale } = await currentSite();
  const languages = region.languages.map((code) => ({
    code,
    tag: makeLocale(code, locale.country).tag,
    name: languageName(code),
    isCurrent: code === locale.language,
  }));
  return (
    <header className="no-print flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-line border-b bg-raised px-4 py-2 lg:px-6">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Link href={`/${locale.tag}`} className="py-2 font-bold text-lg tracking-tight">
          <bdi>{(person && (await findVendorName())) || region.name}</bdi>
        </Link>
        <span className="text-muted text-sm">
          {person ? t("at_region", { region: region.name }) : t("for_vendors")}
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-x-5 text-sm">
        <nav aria-label={t("languages")}>
          <LanguageLinks languages={languages} />
        </nav>
        {person && <Palette pages={await openPages(person)} />}
        {person && (
          <form action={logOut} className="flex items-center gap-2">
            <Link
              href={`/${locale.tag}/security`}
              title={security("title")}
              className="py-2 text-muted hover:underline"
            >
              <bdi className="block max-w-40 truncate">{person.name}</bdi>
            </Link>
            <Button type="submit" look="quiet">
              {t("log_out")}
            </Button>
          </form>
        )}
      </div>
    </header>
  );
}
