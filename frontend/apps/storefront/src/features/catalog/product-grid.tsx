import type { ProductCard as Product } from "@globalmarket/api";
import { ProductCard } from "./product-card";

interface Props {
  products: Product[];
  /** How many stand in view at first. */
  inView?: number;
}

// What is not in view costs no layout until it nearly is: it is taken for as high as a card, picture and three lines. The room around it is for outlines of what has focus.
const OUT_OF_VIEW =
  "-m-1 p-1 [content-visibility:auto] [contain-intrinsic-block-size:auto_calc(62.5vw+3rem)] sm:[contain-intrinsic-block-size:auto_calc(40vw+3.5rem)] lg:[contain-intrinsic-block-size:auto_28rem]";

export function ProductGrid({ products, inView = 0 }: Props) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
      {products.map((product, place) => (
        <li key={product.id} className={place < inView ? undefined : OUT_OF_VIEW}>
          <ProductCard product={product} isFirst={place < Math.min(inView, 1)} isInView={place < inView} />
        </li>
      ))}
    </ul>
  );
}
