/** The pages of words that products share, and what the API calls their kind. */
export const KINDS = { brands: "brand", tags: "tag", attributes: "option" } as const;

export type Section = keyof typeof KINDS;

export const TERM_FILTERS = { q: { kind: "text", most: 100 } } as const;

/** What a page says a form has done: names in its address and in the catalogue `terms.done`. */
export const TERM_DONE = ["renamed", "named"] as const;

/** The field of a filter's name in a language. */
export const nameField = (language: string) => `name.${language}`;
