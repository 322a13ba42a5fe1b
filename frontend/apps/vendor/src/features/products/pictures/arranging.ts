import type { ImageInputRequest, VendorImage } from "@globalmarket/api";

/** Fields of a picture's form: `alt.img_….nl`, `remove.img_…`. */
export const altField = (id: string, language: string) => `alt.${id}.${language}`;
export const removeField = (id: string) => `remove.${id}`;

/**
 * The pictures as they were arranged: with the alternative texts that were typed, without those ticked to be removed, and with one of them
 * moved by a place (`earlier img_…`, `later img_…`). Texts in other languages stay.
 */
export function arranged(images: VendorImage[], typed: Record<string, string>, move: string): ImageInputRequest[] {
  const kept = images.filter(({ id }) => typed[removeField(id)] !== "on");
  const [direction, moved] = move.split(" ");
  const from = kept.findIndex(({ id }) => id === moved);
  const to = from + (direction === "earlier" ? -1 : 1);
  const one = kept[from];
  const other = kept[to];
  if (one && other) [kept[from], kept[to]] = [other, one];
  return kept.map(({ id, alt, variant_ids }) => ({ id, alt: altOf(id, alt, typed), variant_ids }));
}

function altOf(id: string, known: Record<string, string>, typed: Record<string, string>): Record<string, string> {
  const prefix = altField(id, "");
  const shown = Object.entries(typed).filter(([name]) => name.startsWith(prefix));
  const all = {
    ...known,
    ...Object.fromEntries(shown.map(([name, text]) => [name.slice(prefix.length), text.trim()])),
  };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text));
}
