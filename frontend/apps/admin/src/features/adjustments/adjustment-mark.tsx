import type { AdjustmentState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Record<AdjustmentState, Tone> = { proposed: "warn", approved: "good", rejected: "plain" };

/** How an adjustment stands. */
export async function AdjustmentMark({ state }: { state: AdjustmentState }) {
  const t = await getTranslations("adjustments.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
