import { Link } from "@globalmarket/web/frame/link";

interface Tab {
  href: string;
  title: string;
  isCurrent: boolean;
}

/** Links to the other pages of a part of the dashboard. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="no-print border-line border-b">
      <ul className="flex gap-1 overflow-x-auto">
        {tabs.map(({ href, title, isCurrent }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent ? "page" : undefined}
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
