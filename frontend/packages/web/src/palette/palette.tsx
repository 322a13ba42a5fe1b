"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Direction } from "@globalmarket/ui/direction";
import { Search } from "lucide-react";
import { useState } from "react";
import { Link } from "../frame/link";
import { useWhileTyping } from "../frame/use-while-typing";
import { type FoundGroup, type FoundPage, NOTHING } from "./found";
import type { PaletteWords } from "./palette-link";

interface Props {
  /** Where the API is asked through. */
  address: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  direction: "ltr" | "rtl";
  pages: FoundPage[];
  words: PaletteWords;
}

/** One field over the page that leads anywhere: to the app's pages by their titles, to what the API finds by words. */
export function Palette({ isOpen, onOpenChange, direction, words, ...found }: Props) {
  return (
    <Direction direction={direction}>
      <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-40 bg-surface/70 backdrop-blur-xs" />
          <Dialog.Popup className="-translate-x-1/2 fixed top-[10dvh] left-1/2 z-50 flex max-h-[80dvh] w-[calc(100vw-2rem)] max-w-xl flex-col rounded-2xl border border-line bg-raised shadow-float outline-none">
            <Dialog.Title className="sr-only">{words.title}</Dialog.Title>
            <Finder {...found} words={words} onGo={() => onOpenChange(false)} />
            <Dialog.Close className="m-2 min-h-11 rounded-lg px-3 text-muted text-sm hover:bg-sunken">
              {words.close}
            </Dialog.Close>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </Direction>
  );
}

interface FinderProps extends Pick<Props, "address" | "pages" | "words"> {
  onGo: () => void;
}

function Finder({ address, pages, words, onGo }: FinderProps) {
  const [typed, setTyped] = useState("");
  const { contains } = Autocomplete.useFilter({ sensitivity: "base" });
  const { groups, status } = useWhileTyping(address, typed, NOTHING);
  const some = pages.filter(({ title }) => contains(title, typed.trim()));
  const all: FoundGroup[] = [...(some.length > 0 ? [{ label: words.pages, items: some }] : []), ...groups];
  return (
    <Autocomplete.Root
      items={all}
      mode="none"
      inline
      open
      autoHighlight="always"
      keepHighlight
      value={typed}
      onValueChange={setTyped}
      itemToStringValue={({ title }: FoundPage) => title}
    >
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search aria-hidden className="size-5 shrink-0 text-muted" />
        <Autocomplete.Input
          aria-label={words.field}
          placeholder={words.field}
          maxLength={100}
          dir="auto"
          className="min-h-14 w-full bg-transparent outline-none placeholder:text-muted"
        />
      </div>
      <Autocomplete.Status className="sr-only">{status}</Autocomplete.Status>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        <Autocomplete.Empty className="px-3 py-6 text-muted empty:hidden">{words.none}</Autocomplete.Empty>
        <Autocomplete.List>
          {(group: FoundGroup) => (
            <Autocomplete.Group key={group.label} items={group.items} className="py-1">
              <Autocomplete.GroupLabel className="px-3 py-1 font-semibold text-muted text-xs">
                {group.label}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(item: FoundPage) => <Line key={item.href} item={item} onGo={onGo} />}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
    </Autocomplete.Root>
  );
}

function Line({ item, onGo }: { item: FoundPage; onGo: () => void }) {
  const { title, href, note, shortcut } = item;
  return (
    <Autocomplete.Item
      value={item}
      render={<Link href={href} />}
      onClick={onGo}
      className="flex min-h-11 items-center gap-3 rounded-lg px-3 py-1 text-sm data-highlighted:bg-sunken"
    >
      <span className="min-w-0 flex-1 truncate">
        <bdi>{title}</bdi>
      </span>
      {note && <bdi className="max-w-1/2 truncate text-muted">{note}</bdi>}
      {shortcut && (
        <kbd aria-hidden dir="ltr" className="rounded border border-line px-1.5 text-muted text-xs uppercase">
          G {shortcut}
        </kbd>
      )}
    </Autocomplete.Item>
  );
}
