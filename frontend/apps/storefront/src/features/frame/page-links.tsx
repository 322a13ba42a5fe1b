import type { PageGroup } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { listPages } from "@/features/pages/reads";
import { currentShop } from "@/server/shop";

const GROUPS: PageGroup[] = ["help", "about", "legal"];

/** The operator's pages of help and terms, by group. */
export async function PageLinks() {
  const t = await getTranslations("frame");
  const { locale } = await currentShop();
  const pages = await listPages();
  return GROUPS.map((group) => {
    const links = pages.filter((page) => page.group === group);
    if (!links.length) return null;
    return (
      <nav key={group} aria-labelledby={`pages-${group}`}>
        <h2 id={`pages-${group}`} className="font-semibold">
          {t(`page_groups.${group}`)}
        </h2>
        <ul className="mt-1">
          {links.map(({ slug, title, language }) => (
            <li key={slug}>
              <Link
                href={`/${locale.tag}/pages/${slug}`}
                lang={language}
                className="inline-block py-2 text-muted underline-offset-4 hover:text-ink hover:underline"
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    );
  });
}
