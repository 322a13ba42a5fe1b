"use client";

import { faultNamed } from "../faults/names";
import { latestFaultWords } from "./fault-words";

/** In place of the whole document, after its frame has failed in the browser. What fails on the server has a page of `faults/`. */
export function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const words = latestFaultWords();
  const page = words?.pages[faultNamed(error.digest)];
  const { lang, dir } = typeof document === "undefined" ? { lang: "en", dir: "ltr" } : document.documentElement;
  return (
    <html lang={lang} dir={dir}>
      <body className="grid min-h-dvh place-content-center gap-3 p-4 text-center font-sans">
        <h1 className="font-semibold text-xl">{page?.title ?? "This page could not be loaded"}</h1>
        <p className="text-muted">{page?.hint}</p>
        <button type="button" className="justify-self-center font-semibold underline" onClick={() => location.reload()}>
          {words?.retry ?? "Try again"}
        </button>
      </body>
    </html>
  );
}
