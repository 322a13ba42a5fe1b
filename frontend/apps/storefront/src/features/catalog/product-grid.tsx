import type { ProductCard as Product } from "@globalmarket/api";
import { ProductCard } from "./product-card";

interface Props {
  products: Product[];
  /** How many stand in view at first. */
  inView?: number;
}

export function ProductGrid({ products, inView = 0 }: Props) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-4">
      {products.map((product, place) => (
        <li key={product.id}>
          <ProductCard product={product} isFirst={place < Math.min(inView, 1)} isInView={place < inView} />
        </li>
      ))}
    </ul>
  );
}
