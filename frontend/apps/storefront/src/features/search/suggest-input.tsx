"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Direction } from "@globalmarket/ui/direction";
import { Link } from "@globalmarket/web/frame/link";
import { useWhileTyping } from "@globalmarket/web/frame/use-while-typing";
import { Search } from "lucide-react";
import { type ComponentProps, useEffect, useLayoutEffect, useRef, useState } from "react";
import { NO_SUGGESTIONS, type Suggestion, type SuggestionGroup } from "./suggestion";

interface Props {
  /** The plain field's own: id, name and so on. */
  input: ComponentProps<"input">;
  typed: string;
  onType: (typed: string) => void;
  address: string;
  direction: "ltr" | "rtl";
}

/** The search field with what may be meant below it. It takes the place of the plain one, and its focus. */
export function SuggestInput({ input, typed, onType, address, direction }: Props) {
  const [isOpen, setOpen] = useState(typed !== ""); // who types fast has typed before this was loaded
  const { groups, status } = useWhileTyping(address, typed, NO_SUGGESTIONS);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, []);
  useEffect(() => {
    const form = field.current?.form;
    const close = () => setOpen(false);
    form?.addEventListener("submit", close);
    return () => form?.removeEventListener("submit", close);
  }, []);
  return (
    <Direction direction={direction}>
      <Autocomplete.Root
        items={groups}
        mode="none"
        value={typed}
        onValueChange={onType}
        open={isOpen && groups.length > 0}
        onOpenChange={setOpen}
        itemToStringValue={({ label }: Suggestion) => label}
      >
        <Autocomplete.Input ref={field} {...input} />
        <Autocomplete.Portal>
          <Autocomplete.Positioner sideOffset={6} className="z-40 w-(--anchor-width)">
            <Autocomplete.Popup className="max-h-(--available-height) overflow-y-auto rounded-2xl border border-line bg-raised p-2 shadow-float">
              <Autocomplete.Status className="sr-only">{status}</Autocomplete.Status>
              <Autocomplete.List>
                {(group: SuggestionGroup) => (
                  <Autocomplete.Group key={group.label} items={group.items} className="py-1">
                    <Autocomplete.GroupLabel className="px-3 py-1 font-semibold text-muted text-xs">
                      {group.label}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(item: Suggestion) => <Line key={item.href} item={item} />}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </Direction>
  );
}

function Line({ item }: { item: Suggestion }) {
  const { label, href, picture, note } = item;
  return (
    <Autocomplete.Item
      value={item}
      render={<Link href={href} />}
      className="flex min-h-11 items-center gap-3 rounded-lg px-3 py-1 text-sm data-highlighted:bg-sunken"
    >
      <Mark picture={picture} />
      <bdi className="min-w-0 flex-1 truncate">{label}</bdi>
      {note && <span className="whitespace-nowrap text-muted tabular-nums">{note}</span>}
    </Autocomplete.Item>
  );
}

function Mark({ picture }: Pick<Suggestion, "picture">) {
  if (picture === undefined) return <Search aria-hidden className="size-4 shrink-0 text-muted" />;
  const place = "size-10 shrink-0 rounded-md bg-sunken object-cover";
  return picture ? <img src={picture} alt="" width={40} height={40} className={place} /> : <span className={place} />;
}
