import { useEffect, useState } from "react";
import type { FoundGroup } from "./found";

const PAUSE_MS = 150;

interface Answer {
  groups: FoundGroup[];
  status: string;
}

const NONE: Answer = { groups: [], status: "" };

/** What the API finds by the typed words, asked for when typing pauses. An answer to what was typed before is dropped. */
export function useFound(address: string, words: string): Answer {
  const [answer, setAnswer] = useState(NONE);
  useEffect(() => {
    if (!words) return setAnswer(NONE);
    const asking = new AbortController();
    const ask = () =>
      fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asking.signal })
        .then((response) => (response.ok ? response.json() : NONE))
        .then(setAnswer)
        .catch(() => undefined); // superseded, or no connection: what was found stands
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [address, words]);
  return words ? answer : NONE;
}
