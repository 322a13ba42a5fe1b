import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** A form whose lines would be too long at full width. */
  isNarrow?: boolean;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, isNarrow = false, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4 rounded-xl border border-line bg-raised p-5">
      <h2 id={id} className="font-semibold text-lg">
        {title}
      </h2>
      {isNarrow ? <div className="flex max-w-2xl flex-col gap-4">{children}</div> : children}
    </section>
  );
}
