import { ArrowLeft } from "lucide-react";
import { Link } from "./link";

interface Props {
  /** The list's address, with its filters. */
  href: string;
  children: string;
}

/** The way from a page to its list, as it was. */
export function BackLink({ href, children }: Props) {
  return (
    <Link
      href={href}
      className="no-print flex items-center gap-2 self-start py-2 text-muted underline-offset-4 hover:underline"
    >
      <ArrowLeft aria-hidden className="size-4 rtl:-scale-x-100" />
      {children}
    </Link>
  );
}
