/** The form that the boxes in the list of products belong to. */
export const CHOSEN_FORM = "chosen-products";
export const CHOSEN = "product";

/** More are not on a page of the list. */
const MOST_CHOSEN = 50;

export interface ChosenProduct {
  id: string;
  title: string;
}

/** What a box says of its product. */
export function boxValue({ id, title }: ChosenProduct): string {
  return `${id} ${title}`;
}

/** The products that boxes name, each once; what names none is left out. */
export function readChosen(values: string[]): ChosenProduct[] {
  const named = values.flatMap((value) => {
    const [, id, title] = /^(prod_[0-9A-HJKMNP-TV-Z]{26}) (.*)$/s.exec(value) ?? [];
    return id ? [{ id, title: title || id }] : [];
  });
  return [...new Map(named.map((product) => [product.id, product])).values()].slice(0, MOST_CHOSEN);
}
