import type { ListingState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const TONES: Record<ListingState, Tone> = { draft: "plain", published: "good", archived: "plain", taken_down: "bad" };

/** Whether customers find the product. */
export async function ProductMark({ state }: { state: ListingState }) {
  const t = await getTranslations("products.states");
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
