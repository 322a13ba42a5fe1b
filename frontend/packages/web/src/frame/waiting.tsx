import type { ComponentType } from "react";
import type { FaultWords } from "../faults/names";
import { Offline } from "./offline";

export interface WaitingProps {
  words: FaultWords;
  /** A page has been on its way for a while. */
  isSlow: boolean;
  /** Its path, where it takes the present page's place. */
  path: string | null;
  /** The page that could not be reached. */
  unreached: string | null;
  /** The shape of the page at a path. */
  Shape: ComponentType<{ path: string }> | null;
}

/** What a reader sees and hears of a page that takes its time, or cannot be had. */
export function Waiting({ words, isSlow, path, unreached, Shape }: WaitingProps) {
  return (
    <>
      <p role="status" className="sr-only">
        {isSlow ? words.loading : ""}
      </p>
      {path !== null && Shape && <Shape path={path} />}
      {unreached !== null && <Offline words={words} address={unreached} />}
    </>
  );
}
