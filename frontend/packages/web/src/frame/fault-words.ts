import { createContext, use } from "react";
import type { FaultWords } from "../faults/names";

/** Set by `Navigation`. */
export const FaultWordsContext = createContext<FaultWords | null>(null);

let latest: FaultWords | null = null;

/** What pages say that could not be loaded. They are here already: nothing can be asked of a server that does not answer. */
export function useFaultWords(): FaultWords {
  const words = use(FaultWordsContext);
  if (!words) throw new Error("used outside of Navigation");
  return words;
}

/** For a page that stands alone, after the frame itself has failed. */
export function keepFaultWords(words: FaultWords): void {
  latest = words;
}

export function latestFaultWords(): FaultWords | null {
  return latest;
}
