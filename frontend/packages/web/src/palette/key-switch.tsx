"use client";

import { Button } from "@globalmarket/ui/button";
import { useSyncExternalStore } from "react";
import { areKeysOff, switchKeys } from "./shortcuts";

interface Props {
  words: { on: string; off: string; switchOn: string; switchOff: string };
}

/** Whether single keys do something here, and the switch for it. It is kept in the browser. */
export function KeySwitch({ words }: Props) {
  const isOff = useSyncExternalStore(follow, areKeysOff, () => null);
  if (isOff === null) return null;
  const press = () => {
    switchKeys(!isOff);
    window.dispatchEvent(new StorageEvent("storage"));
  };
  return (
    <div className="flex flex-wrap items-center gap-4">
      <p aria-live="polite">{isOff ? words.off : words.on}</p>
      <Button look="secondary" onClick={press}>
        {isOff ? words.switchOn : words.switchOff}
      </Button>
    </div>
  );
}

function follow(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  return () => window.removeEventListener("storage", changed);
}
