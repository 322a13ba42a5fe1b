import { Link } from "@globalmarket/web/frame/link";
import type { ReactNode } from "react";

interface Props {
  title: string;
  value: ReactNode;
  hint?: ReactNode;
  /** Where the work behind the number is done. */
  href: string;
  /** Something waits here. */
  isUrgent?: boolean;
}

/** One number of the day, and the way to what it counts. */
export function Tile({ title, value, hint, href, isUrgent = false }: Props) {
  return (
    <li
      className={`relative flex flex-col gap-1 rounded-xl border bg-raised p-5 hover:bg-sunken ${isUrgent ? "border-brand" : "border-line"}`}
    >
      <h2 className="text-muted text-sm">
        <Link href={href} className="after:absolute after:inset-0">
          {title}
        </Link>
      </h2>
      <p className="font-bold text-3xl tabular-nums tracking-tight">{value}</p>
      {hint && <p className="text-muted text-sm">{hint}</p>}
    </li>
  );
}
