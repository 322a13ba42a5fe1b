"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { ReporterProps } from "./reporter";

const load = () => import("./reporter").then(({ Reporter }) => Reporter);

/** Counts what a visitor who agreed does, and asks one who has not answered. Nothing of it is there before the page runs. */
export function Counting(props: ReporterProps) {
  const Reporter = useAfterLoad(load);
  return Reporter && <Reporter {...props} />;
}
