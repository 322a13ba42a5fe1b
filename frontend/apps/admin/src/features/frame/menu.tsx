"use client";

import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

interface Props {
  title: string;
  children: ReactNode;
}

/** The navigation on a narrow screen: closed until it is asked for, and again once it has led to another page. */
export function Menu({ title, children }: Props) {
  return (
    <details key={usePathname()} className="lg:hidden">
      <summary className="flex min-h-11 list-none items-center gap-3 rounded-lg px-3 font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <MenuIcon aria-hidden className="size-5" />
        {title}
      </summary>
      <div className="py-3 *:mb-4 *:break-inside-avoid sm:columns-2">{children}</div>
    </details>
  );
}
