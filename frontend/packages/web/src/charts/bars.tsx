"use client";

import {
  Bar,
  CartesianGrid,
  Legend,
  BarChart as RechartsBars,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

interface Point {
  label: string;
  /** Of each series, in their order. */
  values: number[];
  /** The same in the reader's notation. */
  texts: string[];
}

export interface ChartProps {
  points: Point[];
  /** The names of one or two series. */
  series: readonly string[];
  /** The page is read from right to left: the newest point stands on the left. */
  isMirrored: boolean;
}

const AXIS = { stroke: "var(--color-muted)", fontSize: 12, tickLine: false };
// Filled bars, and pale ones with an outline: they differ without colour.
const LOOKS = [
  { fill: "var(--color-brand)" },
  { fill: "var(--color-sale)", fillOpacity: 0.15, stroke: "var(--color-sale)", strokeWidth: 2 },
];

/** Bars along a time. */
export function Bars({ points, series, isMirrored }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <RechartsBars data={points} margin={{ top: 8, right: 8, bottom: 0, left: 8 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis dataKey="label" reversed={isMirrored} minTickGap={24} {...AXIS} />
        <YAxis orientation={isMirrored ? "right" : "left"} width={56} {...AXIS} />
        <Tooltip
          cursor={{ fill: "var(--color-sunken)" }}
          contentStyle={{
            background: "var(--color-raised)",
            borderColor: "var(--color-line)",
            color: "var(--color-ink)",
          }}
          formatter={(_value, name, { payload }) => [payload.texts[series.indexOf(String(name))], name]}
        />
        {series.length > 1 && <Legend />}
        {series.map((name, place) => (
          <Bar
            key={name}
            dataKey={(point: Point) => point.values[place]}
            name={name}
            isAnimationActive={false}
            {...LOOKS[place]}
          />
        ))}
      </RechartsBars>
    </ResponsiveContainer>
  );
}
