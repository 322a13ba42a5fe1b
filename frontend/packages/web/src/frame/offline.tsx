import { buttonClass } from "@globalmarket/ui/button";
import { useEffect, useRef } from "react";
import type { FaultWords } from "../faults/names";
import { Link } from "./link";

interface Props {
  words: FaultWords;
  /** The page that was asked for. */
  address: string;
}

/** Says that the next page cannot be had at the moment. The present one stays, with all that was typed. */
export function Offline({ words, address }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div
      ref={place}
      role="alert"
      tabIndex={-1}
      className="fixed inset-x-4 bottom-4 z-50 mx-auto flex max-w-xl flex-wrap items-center gap-x-6 gap-y-3 rounded-2xl border border-line bg-raised p-5 shadow-float"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold">{words.offline.title}</p>
        <p className="text-muted text-sm">{words.offline.hint}</p>
      </div>
      <Link href={address} className={buttonClass("secondary")}>
        {words.retry}
      </Link>
    </div>
  );
}
