import { presentAnswer } from "./answer";

/** What a visitor did on a page, as the API takes it but for its id. */
export interface Noted {
  kind: "view" | "search" | "click" | "add" | "remove" | "checkout";
  product_id?: string;
  query?: string;
  position?: number;
  count?: number;
  step?: "cart" | "details" | "payment";
}

export type NotedAt = Noted & { at: string };

const MOST_EARLY = 50;

const early: NotedAt[] = [];
let listener: ((event: NotedAt) => void) | null = null;

/** Something happened. It waits in this page for who listens if the visitor has agreed already; else it is forgotten at once. */
export function note(event: Noted): void {
  const noted = { ...event, at: new Date().toISOString() };
  if (listener) listener(noted);
  else if (early.length < MOST_EARLY && presentAnswer() === "yes") early.push(noted);
}

/** Have what was noted so far and all that follows. The function that comes back ends it. */
export function listen(hear: (event: NotedAt) => void): () => void {
  listener = hear;
  early.splice(0).forEach(hear);
  return () => {
    listener = null;
  };
}
