import type { ReactNode } from "react";
import type { Count } from "../lists/count";
import { Link } from "./link";

interface Props {
  title: string;
  value: ReactNode;
  hint?: ReactNode;
  /** Where the work behind the number is done; absent where there is no such page. */
  href?: string | undefined;
  /** Something waits here. */
  isUrgent?: boolean;
}

/** One number of the day, and the way to what it counts. */
export function Tile({ title, value, hint, href, isUrgent = false }: Props) {
  return (
    <li
      className={`relative flex flex-col gap-1 rounded-xl border bg-raised p-5 ${href ? "hover:bg-sunken" : ""} ${isUrgent ? "border-brand" : "border-line"}`}
    >
      <h2 className="text-muted text-sm">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0">
            {title}
          </Link>
        ) : (
          title
        )}
      </h2>
      <p className="font-bold text-3xl tabular-nums tracking-tight">{value}</p>
      {hint && <p className="text-muted text-sm">{hint}</p>}
    </li>
  );
}

interface CountProps {
  title: string;
  count: Count;
  hint?: ReactNode;
  href?: string | undefined;
}

/** How many of something wait for work. */
export function CountTile({ title, count, hint, href }: CountProps) {
  const value = count.isMore ? `${count.number}+` : count.number;
  return (
    <Tile title={title} value={<bdi dir="ltr">{value}</bdi>} hint={hint} href={href} isUrgent={count.number > 0} />
  );
}
