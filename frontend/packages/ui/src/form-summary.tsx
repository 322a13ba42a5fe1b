"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Notice } from "./notice";

interface Props {
  kind: "info" | "success" | "problem";
  message: string;
  /** Of fields: each links to the field with that id. */
  errors?: { id: string; message: string }[];
  /** Another one for each answer of the server. */
  attempt: string;
  /** After the message: what leads on. */
  children?: ReactNode;
}

/** What became of a form, above its fields. It takes the focus, so that nobody has to look for it. */
export function FormSummary({ kind, message, errors = [], attempt, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is what moves the focus
  useEffect(() => place.current?.focus(), [attempt]);
  return (
    <div ref={place} tabIndex={-1} className="rounded-lg">
      <Notice kind={kind}>
        <p>{message}</p>
        {children}
        {errors.length > 0 && (
          <ul className="mt-2 list-disc ps-5">
            {errors.map(({ id, message: text }) => (
              <li key={id}>
                <a href={`#${id}`} className="underline underline-offset-4">
                  {text}
                </a>
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  );
}
