"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { SupportProps } from "./support-banner";

const load = () => import("./support-banner").then(({ SupportBanner }) => SupportBanner);

/** The sign of a support view. It comes once the page runs, since hardly anybody sees it. */
export function SupportView(props: SupportProps) {
  const SupportBanner = useAfterLoad(load);
  return SupportBanner && <SupportBanner {...props} />;
}
