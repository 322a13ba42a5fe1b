import type { ReactNode } from "react";

export type Tone = "plain" | "brand" | "good" | "warn" | "bad";

const LOOKS: Record<Tone, string> = {
  plain: "bg-sunken text-muted",
  brand: "bg-brand-soft text-ink",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-sale-soft text-sale",
};

/** How something stands, in a word or two. The word says it; the colour only helps to find it. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`inline-flex whitespace-nowrap rounded-full px-3 py-1 font-medium text-sm ${LOOKS[tone]}`}>
      {children}
    </span>
  );
}
