import type { ReactNode } from "react";

interface Props {
  icon: ReactNode;
  title: string;
  /** It is the whole page, whose heading is the title. */
  isPage?: boolean;
  children?: ReactNode;
}

/** What stands where there is nothing to list: what is missing, and what to do next. */
export function Empty({ icon, title, isPage = false, children }: Props) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-16 text-center">
      <div aria-hidden className="rounded-full bg-sunken p-5 text-muted [&_svg]:size-8">
        {icon}
      </div>
      <Heading className="font-semibold text-xl">{title}</Heading>
      {children && <div className="flex flex-col items-center gap-4 text-muted">{children}</div>}
    </div>
  );
}
