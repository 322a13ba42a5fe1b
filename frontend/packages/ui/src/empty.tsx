import type { ReactNode } from "react";

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
}

/** What stands where there is nothing to list: what is missing, and what to do next. */
export function Empty({ icon, title, children }: Props) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-16 text-center">
      <div aria-hidden className="rounded-full bg-sunken p-5 text-muted [&_svg]:size-8">
        {icon}
      </div>
      <h2 className="font-semibold text-xl">{title}</h2>
      {children && <div className="flex flex-col items-center gap-4 text-muted">{children}</div>}
    </div>
  );
}
