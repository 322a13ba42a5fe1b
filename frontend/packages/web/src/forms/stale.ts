import type { FormState } from "./form-state";

type Values = Record<string, string>;

interface Stale {
  /** What was typed. */
  values: Values;
  /** What the fields held when the person began, as JSON: the form's hidden field `seen`. */
  seen: string | undefined;
  /** What is stored now, and the tag of that version. */
  now: Values;
  etag: string;
  message: string;
  /** Says of a field what another person has made of it. */
  changedTo: (name: string, value: string) => string;
}

/**
 * Another person has saved in between: the form keeps what was typed and says what they have changed, and the next save is of their
 * version. A field that the person left as it was follows them.
 */
export function stale({ values, seen, now, etag, message, changedTo }: Stale): FormState {
  const before: Values = JSON.parse(seen || "{}");
  const changed = Object.entries(now).filter(([name, value]) => name in before && before[name] !== value);
  const followed = changed.filter(([name]) => values[name] === before[name]);
  const errors = Object.fromEntries(changed.map(([name, value]) => [name, changedTo(name, value)]));
  const held = {
    ...values,
    ...Object.fromEntries(followed),
    etag,
    seen: JSON.stringify({ ...before, ...Object.fromEntries(changed) }),
  };
  return { kind: "problem", message, errors, values: held, attempt: crypto.randomUUID() };
}
