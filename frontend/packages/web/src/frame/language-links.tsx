"use client";

import { usePathname } from "next/navigation";
import { Link } from "./link";

interface Props {
  languages: { code: string; tag: string; name: string; isCurrent: boolean }[];
}

/** The present page in each of the region's languages. */
export function LanguageLinks({ languages }: Props) {
  const [, , ...rest] = usePathname().split("/");
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2">
      {languages.map(({ code, tag, name, isCurrent }) => (
        <li key={code}>
          <Link
            href={["", tag, ...rest].join("/")}
            lang={code}
            hrefLang={code}
            aria-current={isCurrent ? "true" : undefined}
            className="inline-block py-2 underline-offset-4 hover:underline aria-current:font-semibold"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
