import type { PayoutRunRow, PayoutState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

type RunState = PayoutRunRow["state"];

const RUN_TONES: Record<RunState, Tone> = {
  preview: "warn",
  approved: "brand",
  paying: "brand",
  done: "good",
  canceled: "plain",
};

const TONES: Record<PayoutState, Tone> = {
  approved: "brand",
  paying: "brand",
  paid: "good",
  failed: "bad",
  returned: "bad",
  canceled: "plain",
};

/** How a payout run stands. */
export async function RunMark({ state }: { state: RunState }) {
  const t = await getTranslations("payouts.run_states");
  return <Badge tone={RUN_TONES[state]}>{t(state)}</Badge>;
}

/** How a payout stands. */
export async function PayoutMark({ state }: { state: PayoutState }) {
  const t = await getTranslations("payouts.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
