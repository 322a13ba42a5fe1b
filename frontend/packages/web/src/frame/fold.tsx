import type { ReactNode } from "react";

interface Props {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

// Without scripts an answer is a new page, on which the fold is closed again: the answer in it is shown all the same.
const SHOWN =
  "noscript:[&:has([role=alert],[role=status])::details-content]:[content-visibility:visible] " +
  "noscript:[&:has([role=alert],[role=status])::details-content]:[block-size:auto]";

/** A form that few need: closed until it is asked for, with a sentence about what it does. */
export function Fold({ title, hint, children }: Props) {
  return (
    <details className={`rounded-xl border border-line bg-raised px-5 ${SHOWN}`}>
      <summary className="py-4 font-semibold">{title}</summary>
      <div className="flex max-w-2xl flex-col gap-4 pb-5">
        {hint && <p className="text-muted text-sm">{hint}</p>}
        {children}
      </div>
    </details>
  );
}
