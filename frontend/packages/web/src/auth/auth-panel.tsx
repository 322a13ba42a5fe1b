import type { ReactNode } from "react";

interface Props {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages to log in, register and so on. */
export function AuthPanel({ title, intro, children }: Props) {
  return (
    <div className="mx-auto flex w-full max-w-md flex-col gap-6 px-4 py-10 sm:py-16">
      <div className="flex flex-col gap-2">
        <h1 className="text-balance font-bold text-3xl tracking-tight">{title}</h1>
        {intro && <div className="text-muted">{intro}</div>}
      </div>
      {children}
    </div>
  );
}
