/** Where a widget stands and how wide: the API's, without its name. */
export interface Place {
  saved_id: string;
  size: "half" | "whole";
}

/** The places as a form's hidden field has them. */
export function writePlaces(places: readonly Place[]): string {
  return places.map(({ saved_id, size }) => `${saved_id}:${size}`).join(" ");
}

export function readPlaces(text: string): Place[] {
  return text
    .split(" ")
    .filter(Boolean)
    .map((one) => {
      const [id = "", size] = one.split(":");
      return { saved_id: id, size: size === "whole" ? "whole" : "half" };
    });
}

/** The places after one of them was moved: `earlier`, `later`, `half`, `whole`, `add` or `remove`. Anything else leaves them as they are. */
export function arranged(places: readonly Place[], id: string, move: string): Place[] {
  const at = places.findIndex(({ saved_id }) => saved_id === id);
  if (move === "add") return at < 0 && id ? [...places, { saved_id: id, size: "half" }] : [...places];
  if (move === "remove") return places.filter(({ saved_id }) => saved_id !== id);
  if (move === "half" || move === "whole") {
    return places.map((place) => (place.saved_id === id ? { ...place, size: move } : place));
  }
  const to = at + (move === "earlier" ? -1 : move === "later" ? 1 : 0);
  const moved = places[at];
  const other = places[to];
  if (!moved || !other) return [...places];
  return places.with(at, other).with(to, moved);
}
