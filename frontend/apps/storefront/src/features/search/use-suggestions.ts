import { useEffect, useState } from "react";
import type { SuggestionAnswer } from "./suggestion";

const PAUSE_MS = 120;
const NONE: SuggestionAnswer = { groups: [], status: "" };

/** The suggestions for what is typed, asked for when typing pauses. An answer to what was typed before is dropped. */
export function useSuggestions(address: string, typed: string): SuggestionAnswer {
  const [answer, setAnswer] = useState(NONE);
  const words = typed.trim();
  useEffect(() => {
    if (!words) return setAnswer(NONE);
    const asking = new AbortController();
    const ask = () =>
      fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asking.signal })
        .then((response) => (response.ok ? response.json() : NONE))
        .then(setAnswer)
        .catch(() => undefined); // superseded, or no connection: the last suggestions stand
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [address, words]);
  return words ? answer : NONE;
}
