import type { OrderOutcome } from "./actions";

/** Where the shop could not be reached: the key stays, since the change may have been made. */
export function unsentAbout({ key }: OrderOutcome, _form: FormData, message: string): OrderOutcome {
  return { kind: "problem", message, key };
}
