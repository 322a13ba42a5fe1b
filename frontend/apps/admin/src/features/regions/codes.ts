/** Codes or hosts that were typed, parted by spaces, commas or lines; each once. */
export function codesIn(typed: string): string[] {
  return [...new Set(typed.split(/[\s,،;]+/).filter(Boolean))];
}
