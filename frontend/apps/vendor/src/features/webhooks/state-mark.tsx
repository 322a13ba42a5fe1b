import type { EndpointView } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Record<EndpointView["state"], Tone> = { active: "good", paused: "plain", disabled: "bad" };

export async function StateMark({ state }: Pick<EndpointView, "state">) {
  const t = await getTranslations("webhooks.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
