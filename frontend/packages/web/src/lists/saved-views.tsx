"use client";

import { buttonClass } from "@globalmarket/ui/button";
import { TextField } from "@globalmarket/ui/field";
import { Bookmark, X } from "lucide-react";
import { type FormEvent, useSyncExternalStore } from "react";
import { Link } from "../frame/link";
import { readViews, removeView, saveView, viewsKey } from "./views";

interface Props {
  /** The list's address without filters. */
  here: string;
  /** What stands there now: filters and columns, with a question mark. */
  query: string;
  words: { title: string; none: string; name: string; save: string; remove: string; hint: string };
}

const NOT_YET = "not yet"; // on the server, and until scripts run: nothing is known of what the browser keeps

/** Filters and columns of a list under names of one's own. They are kept in the browser; each is a plain address. */
export function SavedViews({ here, query, words }: Props) {
  const key = viewsKey(here);
  const stored = useSyncExternalStore(
    follow,
    () => localStorage.getItem(key) ?? "",
    () => NOT_YET,
  );
  if (stored === NOT_YET) return null;
  const views = readViews(stored);
  const store = (value: string) => {
    localStorage.setItem(key, value);
    window.dispatchEvent(new StorageEvent("storage", { key })); // browsers tell other tabs alone
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (name) store(saveView(views, { name, query }));
    event.currentTarget.reset();
  };
  return (
    <details className="open:basis-full">
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-3 hover:bg-sunken">
        <Bookmark aria-hidden className="size-4" />
        {words.title}
      </summary>
      <div className="flex flex-col gap-3 rounded-xl border border-line p-4">
        {views.length === 0 && <p className="text-muted">{words.none}</p>}
        <ul className="flex flex-wrap gap-x-6">
          {views.map((view) => (
            <li key={view.name} className="flex items-center">
              <Link href={here + view.query} className="py-3 underline underline-offset-4">
                <bdi>{view.name}</bdi>
              </Link>
              <button
                type="button"
                aria-label={`${words.remove}: ${view.name}`}
                onClick={() => store(removeView(views, view.name))}
                className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken"
              >
                <X aria-hidden className="size-4" />
              </button>
            </li>
          ))}
        </ul>
        <form onSubmit={save} className="flex flex-wrap items-end gap-3">
          <TextField id="view-name" name="name" label={words.name} maxLength={60} required hint={words.hint} />
          <button type="submit" className={buttonClass("secondary")}>
            {words.save}
          </button>
        </form>
      </div>
    </details>
  );
}

function follow(changed: () => void): () => void {
  window.addEventListener("storage", changed);
  return () => window.removeEventListener("storage", changed);
}
