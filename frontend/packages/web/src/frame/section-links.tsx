"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "./link";

export interface SectionLink {
  href: string;
  title: string;
  icon: ReactNode;
}

interface Props {
  /** The dashboard's first page, to which no other one belongs. */
  home: string;
  sections: SectionLink[];
  /** One below the other on every screen; else they stand in a line where there is no room for a column. */
  isColumn?: boolean;
}

/** The parts of the dashboard; that of the present page is marked. */
export function SectionLinks({ home, sections, isColumn = false }: Props) {
  const path = usePathname();
  const isCurrent = (href: string) => path === href || (href !== home && path.startsWith(`${href}/`));
  return (
    <ul className={`flex gap-1 ${isColumn ? "flex-col" : "overflow-x-auto lg:flex-col"}`}>
      {sections.map(({ href, title, icon }) => (
        <li key={href}>
          <Link
            href={href}
            aria-current={isCurrent(href) ? "page" : undefined}
            className="flex min-h-11 items-center gap-3 whitespace-nowrap rounded-lg px-3 hover:bg-sunken aria-[current]:bg-brand-soft aria-[current]:font-semibold [&_svg]:size-5 [&_svg]:shrink-0"
          >
            {icon}
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}
