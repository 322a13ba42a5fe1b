/** As many as the API prints into one file. */
export const MOST_CHOSEN = 50;

/** The orders that an address or a form names, each once; what is no id of an order is left out. */
export function chosenIds(named: string | string[] | undefined): string[] {
  const ids = [named].flat().filter((id): id is string => /^vord_[0-9A-HJKMNP-TV-Z]{26}$/.test(id ?? ""));
  return [...new Set(ids)].slice(0, MOST_CHOSEN);
}
