"use client";

import { Button } from "@globalmarket/ui/button";
import { SUPPORT_COOKIE } from "@globalmarket/web/server/names";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { logOut } from "@/features/auth/actions";

interface Props {
  words: { text: string; end: string };
}

/** Says to a member of staff that this is a customer's shop. Pages are kept for all readers, so the browser looks for the sign by itself. */
export function SupportBanner({ words: { text, end } }: Props) {
  const [isShown, setShown] = useState(false);
  const path = usePathname(); // it ends by a log-out, which leads to another page
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for anew on each page
  useEffect(() => setShown(isSupportView()), [path]);
  if (!isShown) return null;
  return (
    <section
      aria-label={text}
      className="no-print sticky top-0 z-30 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-sale border-b-2 bg-sale-soft px-4 py-2 text-sale"
    >
      <p role="status">{text}</p>
      <form action={logOut}>
        <Button type="submit" look="danger">
          {end}
        </Button>
      </form>
    </section>
  );
}

function isSupportView(): boolean {
  const [, until = ""] = document.cookie.match(new RegExp(`(?:^|; )${SUPPORT_COOKIE}=(\\d+)`)) ?? [];
  return Number(until) > Date.now();
}
