"use client";

import { useAfterLoad } from "../frame/use-after-load";
import type { ChartProps } from "./bars";

const loadBars = () => import("./bars").then(({ Bars }) => Bars);

/** The chart comes once the page runs: its numbers stand in a table next to it, for people who cannot see it and where no scripts run. */
export function BarChart(props: ChartProps) {
  const Bars = useAfterLoad(loadBars);
  return (
    <div aria-hidden className="h-64 w-full" dir="ltr">
      {Bars && <Bars {...props} />}
    </div>
  );
}
