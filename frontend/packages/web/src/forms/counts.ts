/** How many units were typed: a whole number. Null for anything else; an emptied field is no zero. */
export function countOf(typed: FormDataEntryValue | null): number | null {
  const text = String(typed ?? "").trim();
  const count = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(count) ? count : null;
}
