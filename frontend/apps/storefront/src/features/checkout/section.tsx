import { type ReactNode, useId } from "react";

/** A part of the checkout. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 rounded-2xl border border-line bg-raised p-5 sm:p-6">
      <h2 id={id} className="font-bold text-lg tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}
