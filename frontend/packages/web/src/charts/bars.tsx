"use client";

import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export interface ChartProps {
  /** One or two: the first is filled, the second pale with an outline, so that they differ without colour. */
  series: string[];
  /** A group of bars each: the heights, and what a reader is shown of them. */
  groups: { label: string; heights: number[]; texts: string[] }[];
  /** The page is read from right to left: the newest stands on the left. */
  isMirrored: boolean;
}

const AXIS = { stroke: "var(--color-muted)", fontSize: 12, tickLine: false };
const FILLED = { fill: "var(--color-brand)" };
const OUTLINED = { fill: "var(--color-sale)", fillOpacity: 0.15, stroke: "var(--color-sale)", strokeWidth: 2 };

export function Bars({ series, groups, isMirrored }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={groups} margin={{ top: 8, right: 8, bottom: 0, left: 8 }} accessibilityLayer={false}>
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
            dataKey={(group: ChartProps["groups"][number]) => group.heights[place]}
            name={name}
            isAnimationActive={false}
            {...(place ? OUTLINED : FILLED)}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
