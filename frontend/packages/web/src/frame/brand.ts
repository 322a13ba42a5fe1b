import type { Region } from "@globalmarket/api";
import { inkOn } from "@globalmarket/ui/contrast";
import type { CSSProperties } from "react";

/** The region's own colour in place of the theme's. What is written on it is black or white, whichever can be read better. */
export function brandStyle({ brand }: Region): CSSProperties | undefined {
  if (!brand.colour) return undefined;
  return { "--brand": brand.colour, "--brand-ink": inkOn(brand.colour) } as CSSProperties;
}
