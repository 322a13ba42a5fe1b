"use client";

import { useAfterLoad } from "../frame/use-after-load";
import type { ChartProps } from "./bars";

const loadBars = () => import("./bars").then(({ Bars }) => Bars);

/** A chart, once the page runs: its numbers are in a table nearby, for people who cannot see it and where no scripts run. */
export function Chart(props: ChartProps) {
  const Bars = useAfterLoad(loadBars);
  return (
    <div aria-hidden className="h-64 w-full" dir="ltr">
      {Bars && <Bars {...props} />}
    </div>
  );
}
