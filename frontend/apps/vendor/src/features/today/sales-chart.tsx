"use client";

import { useAfterLoad } from "@globalmarket/web/frame/use-after-load";
import type { ChartProps } from "./bars";

const loadBars = () => import("./bars").then(({ Bars }) => Bars);

/** The chart comes once the page runs: its numbers are in the table below, for people who cannot see it and where no scripts run. */
export function SalesChart(props: ChartProps) {
  const Bars = useAfterLoad(loadBars);
  return (
    <div aria-hidden className="h-64 w-full" dir="ltr">
      {Bars && <Bars {...props} />}
    </div>
  );
}
