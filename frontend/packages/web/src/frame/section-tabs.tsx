import { currentSite } from "../server/site";
import { Link } from "./link";

export interface SectionTab {
  /** Within the locale: `/books/transactions`. */
  path: string;
  title: string;
}

interface Props {
  /** What the pages have in common, for screen readers. */
  label: string;
  tabs: readonly SectionTab[];
  /** The present page's path. */
  here: string;
}

/** Links to the pages of one section; that of the present page is marked. */
export async function SectionTabs({ label, tabs, here }: Props) {
  const { locale } = await currentSite();
  return (
    <nav aria-label={label} className="no-print border-line border-b">
      <ul className="flex flex-wrap gap-x-1">
        {tabs.map(({ path, title }) => (
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
