import { readFileSync } from "node:fs";
import type { FaultWords } from "../src/i18n/faults.ts";

const read = new Map<string, FaultWords>();

/** The words of pages that could not be made, from the shop's catalogue of that language. */
export function readWords(language: string): FaultWords {
  const known = read.get(language);
  if (known) return known;
  const file = new URL(`../messages/${language}/faults.json`, import.meta.url);
  const words = JSON.parse(readFileSync(file, "utf8")) as FaultWords;
  read.set(language, words);
  return words;
}
