import { Link } from "@globalmarket/web/frame/link";
import { useEffect, useId, useState } from "react";
import { readSeen, withSeen } from "./seen-list";
import type { SeenProduct } from "./seen-product";

const STORED = "gm_seen";

export interface SeenProps {
  /** Where the products are asked for. */
  address: string;
  /** The product of this page: remembered, and not shown. */
  current?: string;
  words: { title: string; before: string };
}

/** The products that this browser has shown last. It alone remembers them; nothing is there without scripts. */
export function SeenProducts({ address, current, words }: SeenProps) {
  const id = useId();
  const [products, setProducts] = useState<SeenProduct[]>([]);
  useEffect(() => {
    const seen = stored();
    if (current) store(withSeen(seen, current));
    const others = seen.filter((slug) => slug !== current);
    if (!others.length) return;
    const query = new URLSearchParams(others.map((slug) => ["slug", slug]));
    fetch(`${address}?${query}`)
      .then((answer) => (answer.ok ? answer.json() : { products: [] }))
      .then((answer: { products: SeenProduct[] }) => setProducts(answer.products))
      .catch(() => undefined); // without a connection the row stays away
  }, [address, current]);
  if (!products.length) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-4 font-bold text-2xl tracking-tight">
        {words.title}
      </h2>
      <ul className="-mx-4 flex snap-x gap-4 overflow-x-auto px-4 pb-2">
        {products.map((product) => (
          <li key={product.slug} className="w-36 shrink-0 snap-start sm:w-44">
            <Card product={product} before={words.before} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ product, before }: { product: SeenProduct; before: string }) {
  return (
    <Link href={product.href} className="group flex flex-col gap-2 text-sm">
      <span className="aspect-square overflow-hidden rounded-xl bg-sunken">
        {product.picture && <img src={product.picture} alt="" loading="lazy" className="size-full object-cover" />}
      </span>
      <span lang={product.language} dir="auto" className="line-clamp-2 leading-snug group-hover:underline">
        {product.title}
      </span>
      <span className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
        <span className={product.before ? "font-semibold text-sale" : "font-semibold"}>{product.price}</span>
        {product.before && (
          <s className="text-muted text-xs">
            <span className="sr-only">{before} </span>
            {product.before}
          </s>
        )}
      </span>
    </Link>
  );
}

/** Browsers may refuse their store: then nothing is remembered. */
function stored(): string[] {
  try {
    return readSeen(localStorage.getItem(STORED));
  } catch {
    return [];
  }
}

function store(seen: string[]): void {
  try {
    localStorage.setItem(STORED, JSON.stringify(seen));
  } catch {}
}
