"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { SeenProps } from "./seen-products";

const load = () => import("./seen-products").then(({ SeenProducts }) => SeenProducts);

/** The products that this browser has shown last. */
export function SeenRow(props: SeenProps) {
  const SeenProducts = useAfterLoad(load);
  return SeenProducts && <SeenProducts {...props} />;
}
