import { readFileSync } from "node:fs";
import type { FaultWords } from "./names.ts";

/** Reads the words of pages that could not be made, from an app's catalogues in `folder`, such as `messages/`; each language once. */
export function wordsIn(folder: URL): (language: string) => FaultWords {
  const read = new Map<string, FaultWords>();
  return (language) => {
    const known = read.get(language);
    if (known) return known;
    const words = JSON.parse(readFileSync(new URL(`${language}/faults.json`, folder), "utf8")) as FaultWords;
    read.set(language, words);
    return words;
  };
}
