"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";

/** Sent on `window` by whatever changes the cart on this page. */
export const CART_CHANGED = "gm:cart-changed";

interface Props {
  /** What a screen reader says before the number. */
  label: string;
  address: string;
}

/** How many items the cart holds. Asked for by the browser, so that pages can be the same for all visitors. */
export function CartBadge({ label, address }: Props) {
  const [count, setCount] = useState(0);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a form that ends on another page may have changed the cart
  useEffect(() => {
    const ask = () =>
      fetch(address)
        .then((answer) => (answer.ok ? answer.json() : { count: 0 }))
        .then((answer: { count: number }) => setCount(answer.count))
        .catch(() => undefined); // without an answer the last number stands
    ask();
    window.addEventListener(CART_CHANGED, ask);
    return () => window.removeEventListener(CART_CHANGED, ask);
  }, [address, path]);
  if (!count) return null;
  return (
    <span className="inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-brand px-1.5 font-semibold text-brand-ink text-xs">
      <span className="sr-only">{label} </span>
      {count}
    </span>
  );
}
