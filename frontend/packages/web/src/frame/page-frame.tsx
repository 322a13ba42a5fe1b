import type { ReactNode } from "react";

interface Props {
  /** Above the title: the way to the list that the page belongs to. */
  above?: ReactNode;
  title: ReactNode;
  /** Beside the title: how the thing stands. */
  mark?: ReactNode;
  /** What can be done here; at the end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the dashboard under its title. */
export function PageFrame({ above, title, mark, actions, children }: Props) {
  return (
    <div className="flex max-w-6xl flex-col gap-6 px-4 py-6 lg:px-8">
      {above && <div className="-mb-4 flex">{above}</div>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="font-bold text-2xl tracking-tight">{title}</h1>
          {mark}
        </div>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
