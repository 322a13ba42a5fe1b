"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { tinykeys } from "tinykeys";
import { Link } from "../frame/link";
import { useAfterLoad } from "../frame/use-after-load";
import type { FoundPage } from "./found";
import { bindings, isNoPress } from "./shortcuts";

export interface PaletteWords {
  title: string;
  field: string;
  none: string;
  pages: string;
  close: string;
}

interface Props {
  /** Of the page that does the same without scripts. */
  here: string;
  /** Of the page that names the keys. */
  help: string;
  direction: "ltr" | "rtl";
  /** The app's pages that the person's roles open. */
  pages: FoundPage[];
  words: PaletteWords;
}

const loadPalette = () => import("./palette").then(({ Palette }) => Palette);

/** The way to the page that finds things; once scripts run, to the palette over the present page, also by key. */
export function PaletteLink({ here, help, direction, pages, words }: Props) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const Palette = useAfterLoad(loadPalette);
  useEffect(() => {
    const byLetter = pages.flatMap(({ shortcut, href }) => (shortcut ? [[shortcut, href] as const] : []));
    const openPalette = () => setOpen(true);
    const goTo = (href: string) => router.push(href);
    const keys = bindings({ openPalette, openHelp: () => goTo(help), pages: new Map(byLetter), goTo });
    return tinykeys(window, keys, { ignore: isNoPress });
  }, [router, help, pages]);
  return (
    <>
      <Link
        href={here}
        onClick={(event) => {
          const isOrdinary = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
          if (!Palette || !isOrdinary) return;
          event.preventDefault();
          setOpen(true);
        }}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex min-h-11 items-center gap-2 rounded-lg px-3 hover:bg-sunken"
      >
        <Search aria-hidden className="size-4" />
        {words.title}
        <kbd aria-hidden dir="ltr" className="rounded border border-line px-1.5 text-muted text-xs max-2xl:hidden">
          Ctrl K
        </kbd>
      </Link>
      {Palette && (
        <Palette
          address={`${here}/results`}
          isOpen={isOpen}
          onOpenChange={setOpen}
          direction={direction}
          pages={pages}
          words={words}
        />
      )}
    </>
  );
}
