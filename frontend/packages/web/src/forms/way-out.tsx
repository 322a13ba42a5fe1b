import { Link } from "../frame/link";
import type { FormState } from "./form-state";

const LOOK = "mt-1 inline-block underline underline-offset-4";

/** A link to where the person can do what the form's refusal asks for, or goes on, if there is such a place: also on another site. */
export function WayOut({ state: { wayOut } }: { state: FormState }) {
  if (!wayOut) return null;
  const isOwn = wayOut.href.startsWith("/");
  return isOwn ? (
    <Link href={wayOut.href} className={LOOK}>
      {wayOut.text}
    </Link>
  ) : (
    <a href={wayOut.href} className={LOOK}>
      {wayOut.text}
    </a>
  );
}
