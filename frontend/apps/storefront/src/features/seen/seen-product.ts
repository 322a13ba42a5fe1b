/** A product in the row of those seen last, with the words and amounts that it shows. */
export interface SeenProduct {
  slug: string;
  href: string;
  title: string;
  language: string;
  picture: string | null;
  price: string;
  /** The price before it was reduced; empty if it was not. */
  before: string;
}
