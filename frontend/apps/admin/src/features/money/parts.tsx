import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

interface Part {
  /** Within the locale: `/books/transactions`. */
  path: string;
  title: string;
}

interface Props {
  parts: readonly Part[];
  /** The present page's path. */
  here: string;
}

/** The pages of one section of the panel; the present one is marked. */
export async function Parts({ parts, here }: Props) {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  return (
    <nav aria-label={t("parts")} className="no-print border-line border-b">
      <ul className="flex flex-wrap gap-x-1">
        {parts.map(({ path, title }) => (
          <li key={path}>
            <Link
              href={`/${locale.tag}${path}`}
              aria-current={path === here ? "page" : undefined}
              className="flex min-h-11 items-center whitespace-nowrap border-transparent border-b-2 px-3 hover:bg-sunken aria-[current]:border-brand aria-[current]:font-semibold"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
