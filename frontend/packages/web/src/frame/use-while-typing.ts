import { useEffect, useState } from "react";

const PAUSE_MS = 150;

/**
 * What `address?q=` answers to the typed words, asked for when typing pauses; `none` until there is an answer, and where there are no words.
 * An answer to what was typed before is dropped. `none` is the same value each time.
 */
export function useWhileTyping<Answer>(address: string, typed: string, none: Answer): Answer {
  const [answer, setAnswer] = useState(none);
  const words = typed.trim();
  useEffect(() => {
    if (!words) return setAnswer(none);
    const asking = new AbortController();
    const ask = () =>
      fetch(`${address}?q=${encodeURIComponent(words)}`, { signal: asking.signal })
        .then((response) => (response.ok ? response.json() : none))
        .then(setAnswer)
        .catch(() => undefined); // superseded, or no connection: what was found stands
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [address, words, none]);
  return words ? answer : none;
}
