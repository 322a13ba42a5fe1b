import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "./link";

interface Props {
  /** Names the links together. */
  label: string;
  /** The first page; absent on it. */
  first?: string | undefined;
  next?: string | undefined;
  words: { first: string; next: string };
}

/** The way through a list by cursors: to its beginning, and on. The way back is the browser's. */
export function Pager({ label, first, next, words }: Props) {
  return (
    <nav aria-label={label} className="flex flex-wrap justify-between gap-3 empty:hidden">
      {first && (
        <Link href={first} className={buttonClass("secondary")}>
          {words.first}
        </Link>
      )}
      {next && (
        <Link href={next} className={buttonClass("secondary", "ms-auto")}>
          {words.next}
        </Link>
      )}
    </nav>
  );
}
