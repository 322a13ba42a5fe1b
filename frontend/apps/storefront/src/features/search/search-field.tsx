"use client";

import { useRef, useState } from "react";

interface Props {
  label: string;
  placeholder: string;
  /** Where suggestions are asked for. */
  address: string;
  direction: "ltr" | "rtl";
}

const ID = "search";

type Suggesting = typeof import("./suggest-input").SuggestInput;

/** The field of the search form. What suggests words is loaded once a visitor comes to type; until then it is a plain field. */
export function SearchField({ label, placeholder, address, direction }: Props) {
  const [Loaded, setLoaded] = useState<Suggesting | null>(null);
  const [typed, setTyped] = useState("");
  const isLoading = useRef(false);
  const isSent = useRef(false);
  const load = () => {
    if (isLoading.current) return;
    isLoading.current = true;
    import("./suggest-input").then(
      ({ SuggestInput }) => {
        if (document.activeElement?.id === ID && !isSent.current) setLoaded(() => SuggestInput);
        else isLoading.current = false; // who has gone on meanwhile gets it with the next letter or focus
      },
      () => {
        isLoading.current = false; // no connection: the plain field stays, and the next focus tries again
      },
    );
  };
  const input = {
    id: ID,
    type: "search",
    name: "q",
    required: true,
    maxLength: 200,
    placeholder,
    "aria-label": label,
    autoComplete: "off",
    className: "min-h-11 w-full rounded-full border border-edge bg-sunken ps-5 pe-22 placeholder:text-muted",
  } as const;
  if (Loaded) return <Loaded input={input} typed={typed} onType={setTyped} address={address} direction={direction} />;
  return (
    <input
      {...input}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        isSent.current = false;
        load();
      }}
      onKeyDown={({ key }) => {
        if (key === "Enter") isSent.current = true;
      }}
      onFocus={load}
    />
  );
}
