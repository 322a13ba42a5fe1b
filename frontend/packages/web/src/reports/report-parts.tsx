import { getTranslations } from "next-intl/server";
import { Link } from "../frame/link";
import { currentSite } from "../server/site";

/** A page about reports: its path within the locale, and its title. */
export interface ReportPart {
  path: string;
  title: string;
}

/** The pages about reports, with an app's own ones after the shared ones; the present one is marked. */
export async function ReportParts({ here, more = [] }: { here: string; more?: readonly ReportPart[] }) {
  const t = await getTranslations("reports");
  const { locale } = await currentSite();
  const parts = [
    { path: "/reports", title: t("title") },
    { path: "/reports/build", title: t("build.title") },
    { path: "/reports/saved", title: t("saved.title") },
    { path: "/reports/home", title: t("home.title") },
    { path: "/reports/files", title: t("files") },
    ...more,
  ];
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
