/** A value of what was changed: as it was, and as it is since. Absent where it was not there, or is not there any more. */
export interface ChangedValue {
  name: string;
  before?: string;
  after?: string;
}

type Values = Record<string, unknown> | null | undefined;

/** What an entry says was changed, a name each; values that stayed the same are left out. */
export function changesOf(before: Values, after: Values): ChangedValue[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((name) => ({ name, before: shown(before?.[name]), after: shown(after?.[name]) }))
    .filter((value) => value.before !== value.after);
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
