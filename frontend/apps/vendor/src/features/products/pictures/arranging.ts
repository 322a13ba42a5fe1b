import type { ImageInputRequest, VendorImage } from "@globalmarket/api";

/** Fields of a picture's form: `alt.img_….nl`, `remove.img_…`. */
export const altField = (id: string, language: string) => `alt.${id}.${language}`;
export const removeField = (id: string) => `remove.${id}`;

/**
 * The pictures as they were arranged: in the `order` of their ids into which they were dragged, with the alternative texts that were typed,
 * without those ticked to be removed, and with one of them moved by a place (`earlier img_…`, `later img_…`). Texts in other languages stay.
 */
export function arranged(images: VendorImage[], typed: Record<string, string>, move: string): ImageInputRequest[] {
  const kept = inOrder(images, typed.order?.split(" ") ?? []).filter(({ id }) => typed[removeField(id)] !== "on");
  const [direction, moved] = move.split(" ");
  const from = kept.findIndex(({ id }) => id === moved);
  const to = from + (direction === "earlier" ? -1 : 1);
  const one = kept[from];
  const other = kept[to];
  if (one && other) [kept[from], kept[to]] = [other, one];
  return kept.map(({ id, alt, variant_ids }) => ({ id, alt: altOf(id, alt, typed), variant_ids }));
}

/** Those that the order does not name stand behind the others. */
export function inOrder<Picture extends { id: string }>(images: Picture[], order: string[]): Picture[] {
  const place = ({ id }: Picture) => (order.includes(id) ? order.indexOf(id) : order.length);
  return images.toSorted((one, other) => place(one) - place(other));
}

/** The order after one picture was dropped on another: it stands in its place. */
export function dropped(order: string[], moved: string, target: string): string[] {
  const to = order.indexOf(target);
  return order.filter((id) => id !== moved).toSpliced(to, 0, moved);
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
