import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 rounded-xl border border-line bg-raised p-5">
      <h2 id={id} className="font-semibold text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}
