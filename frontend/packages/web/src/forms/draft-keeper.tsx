"use client";

import { Button } from "@globalmarket/ui/button";
import { Notice } from "@globalmarket/ui/notice";
import { useEffect, useRef, useState } from "react";
import { type Draft, draftKey, isWorthKeeping, readDraft, restore, valuesOf } from "./draft";

const WAIT_MS = 400;

export interface DraftWords {
  /** "You began something here" and how to go on. */
  found: string;
  restore: string;
  discard: string;
}

interface Props {
  /** Of the form: what is typed into another one is another draft. */
  id: string;
  /** Of the last answer; null before the first. */
  answer: { kind: "success" | "problem"; attempt: string; question?: string } | null;
  words: DraftWords;
}

/** Keeps in the browser what is typed into the form around it, until it is sent; a person who comes back may go on with it. */
export function DraftKeeper({ id, answer, words }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [found, setFound] = useState<Draft | null>(null);
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const key = keyOf(id);
    const known = readDraft(localStorage.getItem(key), Date.now());
    if (known && isWorthKeeping(known, form)) setFound(known);
    return keep(form, key);
  }, [id]);
  useEffect(() => {
    if (!answer) return;
    const key = keyOf(id);
    if (answer.kind === "success" && !answer.question) localStorage.removeItem(key);
    else write(key, place.current?.closest("form"), false);
  }, [id, answer]);
  const goOn = () => {
    const form = place.current?.closest("form");
    if (found && form) {
      restore(found, form);
      requestAnimationFrame(() => restore(found, form)); // fields that others have brought forth
    }
    setFound(null);
  };
  const discard = () => {
    localStorage.removeItem(keyOf(id));
    setFound(null);
  };
  return (
    <div ref={place} className={found ? "" : "hidden"}>
      {found && (
        <Notice kind="info">
          <div className="flex flex-col items-start gap-3">
            <p>{words.found}</p>
            <div className="flex flex-wrap gap-3">
              <Button type="button" look="secondary" onClick={goOn}>
                {words.restore}
              </Button>
              <Button type="button" look="quiet" onClick={discard}>
                {words.discard}
              </Button>
            </div>
          </div>
        </Notice>
      )}
    </div>
  );
}

/** The page says whose it is: `data-person` of its body. */
function keyOf(id: string): string {
  return draftKey(document.body.dataset.person ?? "", `${location.pathname}${location.search}`, id);
}

function write(key: string, form: HTMLFormElement | null | undefined, isSent: boolean): void {
  if (form)
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: valuesOf(form), isSent } satisfies Draft));
}

/** Note what is typed, a moment after it was, and that it was sent. Returns what ends that. */
function keep(form: HTMLFormElement, key: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      write(key, form, false);
    }, WAIT_MS);
  };
  const sent = () => {
    clearTimeout(timer);
    timer = undefined; // what was sent is not noted again when the page is left
    write(key, form, true);
  };
  const leave = () => {
    if (timer !== undefined) write(key, form, false);
  };
  form.addEventListener("input", note);
  form.addEventListener("submit", sent);
  addEventListener("pagehide", leave);
  return () => {
    clearTimeout(timer);
    form.removeEventListener("input", note);
    form.removeEventListener("submit", sent);
    removeEventListener("pagehide", leave);
  };
}
