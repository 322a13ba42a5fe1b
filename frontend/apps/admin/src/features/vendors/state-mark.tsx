import type { VendorState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Record<VendorState, Tone> = { pending: "warn", approved: "good", suspended: "bad", closed: "plain" };

/** How a vendor stands. */
export async function VendorMark({ state }: { state: VendorState }) {
  const t = await getTranslations("vendors.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
