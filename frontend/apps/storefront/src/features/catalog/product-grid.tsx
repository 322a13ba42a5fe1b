import type { ProductCard as Product } from "@globalmarket/api";
import { ProductCard } from "./product-card";

interface Props {
  products: Product[];
  /** How many stand in view at first. */
  inView?: number;
  /** What was searched for, where these were found: said with a click, as is the place on a first page. */
  query?: string | undefined;
  hasPlaces?: boolean;
}

// What is not in view costs no layout until it nearly is: it is taken for as high as a card, picture and three lines. The room around it is for outlines of what has focus.
const OUT_OF_VIEW =
  "-m-1 p-1 [content-visibility:auto] [contain-intrinsic-block-size:auto_calc(62.5vw+3rem)] sm:[contain-intrinsic-block-size:auto_calc(40vw+3.5rem)] lg:[contain-intrinsic-block-size:auto_28rem]";

export function ProductGrid({ products, inView = 0, query, hasPlaces = true }: Props) {
  return (
    <ul data-query={query} className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
      {products.map((product, place) => (
        <li
          key={product.id}
          data-product={product.id}
          data-place={hasPlaces ? place + 1 : undefined}
          className={place < inView ? undefined : OUT_OF_VIEW}
        >
          <ProductCard product={product} isFirst={place < Math.min(inView, 1)} isInView={place < inView} />
        </li>
      ))}
    </ul>
  );
}
