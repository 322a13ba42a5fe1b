"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { LiveDayProps } from "./stay-current";

const load = () => import("./stay-current").then(({ StayCurrent }) => StayCurrent);

/** Keeps the day's page as it is by now, says what arrives, and plays a tone where the person wants one. */
export function LiveDay(props: LiveDayProps) {
  const StayCurrent = useAfterLoad(load);
  return StayCurrent && <StayCurrent {...props} />;
}
