"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { LiveProps } from "./stay-current";

const load = () => import("./stay-current").then(({ StayCurrent }) => StayCurrent);

/** Keeps the page as it is by now. */
export function LivePage(props: LiveProps) {
  const StayCurrent = useAfterLoad(load);
  return StayCurrent && <StayCurrent {...props} />;
}
