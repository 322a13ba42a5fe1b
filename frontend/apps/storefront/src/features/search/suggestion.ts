/** A line of the list below the search field: a link. */
export interface Suggestion {
  label: string;
  href: string;
  /** Of a product; null where it has none. */
  picture?: string | null;
  note?: string;
}

export interface SuggestionGroup {
  label: string;
  items: Suggestion[];
}

/** What the route handler answers. */
export interface SuggestionAnswer {
  groups: SuggestionGroup[];
  /** For screen readers: how many there are. */
  status: string;
}

export const NO_SUGGESTIONS: SuggestionAnswer = { groups: [], status: "" };
