"use client";

import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";

export interface ChartProps {
  days: { label: string; sales: number; refunds: number; salesText: string; refundsText: string }[];
  words: { sales: string; refunds: string };
  /** The page is read from right to left: the newest day stands on the left. */
  isMirrored: boolean;
}

const AXIS = { stroke: "var(--color-muted)", fontSize: 12, tickLine: false };

/** Sales as filled bars, refunds as outlined ones: they differ without colour. */
export function Bars({ days, words, isMirrored }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={days} margin={{ top: 8, right: 8, bottom: 0, left: 8 }} accessibilityLayer={false}>
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
          formatter={(_value, name, { payload }) => [
            name === words.sales ? payload.salesText : payload.refundsText,
            name,
          ]}
        />
        <Legend />
        <Bar dataKey="sales" name={words.sales} fill="var(--color-brand)" isAnimationActive={false} />
        <Bar
          dataKey="refunds"
          name={words.refunds}
          fill="var(--color-surface)"
          stroke="var(--color-sale)"
          strokeWidth={2}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
