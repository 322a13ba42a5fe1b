import { Link } from "../frame/link";
import type { FormState } from "./form-state";

/** A link to where the person can do what the form's refusal asks for, if there is such a place. */
export function WayOut({ state: { wayOut } }: { state: FormState }) {
  if (!wayOut) return null;
  return (
    <Link href={wayOut.href} className="mt-1 inline-block underline underline-offset-4">
      {wayOut.text}
    </Link>
  );
}
