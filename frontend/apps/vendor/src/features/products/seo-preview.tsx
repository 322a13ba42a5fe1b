"use client";

import { useEffect, useRef, useState } from "react";
import { snippetOf } from "./seo";

interface Props {
  slug: string;
  languages: { code: string; name: string }[];
  /** What the form around it holds at first. */
  values: Record<string, string>;
  words: Record<"title" | "hint" | "untitled", string>;
}

/** How a search engine may show the product in each language, as it is typed. */
export function SeoPreview({ slug, languages, values, words }: Props) {
  const place = useRef<HTMLElement>(null);
  const [typed, setTyped] = useState(values);
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const read = () =>
      setTyped(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])));
    form.addEventListener("input", read);
    return () => form.removeEventListener("input", read);
  }, []);
  const shown = languages.map(({ code, name }) => ({ code, name, ...snippetOf(typed, code) }));
  return (
    <section ref={place} aria-labelledby="seo-preview" className="flex flex-col gap-3">
      <h3 id="seo-preview" className="font-semibold">
        {words.title}
      </h3>
      <p className="text-muted text-sm">{words.hint}</p>
      <ul className="grid gap-4 lg:grid-cols-2">
        {shown
          .filter(({ title, description }) => title || description)
          .map(({ code, name, title, description }) => (
            <li key={code} className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface p-4">
              <p className="text-muted text-sm">
                {name} · <bdi dir="ltr">/products/{slug}</bdi>
              </p>
              <p lang={code} dir="auto" className="break-words font-medium text-brand text-lg">
                {title || words.untitled}
              </p>
              <p lang={code} dir="auto" className="break-words text-sm">
                {description}
              </p>
            </li>
          ))}
      </ul>
    </section>
  );
}
