import type { ProductCard as Product } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { useId } from "react";
import { ProductGrid } from "./product-grid";

const SHOWN = 8;

interface Props {
  title: string;
  products: Product[];
  /** Where all of them are. */
  href?: string;
  inView?: number;
}

/** A section of a page with a few products; nothing where there are none. */
export function ProductRow({ title, products, href, inView = 0 }: Props) {
  const id = useId();
  if (!products.length) return null;
  return (
    <section aria-labelledby={id}>
      <div className="mb-4 flex items-baseline justify-between gap-4">
        <h2 id={id} className="font-bold text-2xl tracking-tight">
          {title}
        </h2>
        {href && <ShowAll href={href} title={title} />}
      </div>
      <ProductGrid products={products.slice(0, SHOWN)} inView={inView} />
    </section>
  );
}

async function ShowAll({ href, title }: { href: string; title: string }) {
  const t = await getTranslations("catalog");
  return (
    <Link href={href} className="whitespace-nowrap py-2 text-sm underline underline-offset-4">
      {t("show_all")} <span className="sr-only">{title}</span>
    </Link>
  );
}
