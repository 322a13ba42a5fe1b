import type { CreditState, IssueState } from "@globalmarket/api";
import { Badge, type Tone } from "@globalmarket/ui/badge";
import { getTranslations } from "next-intl/server";

const ISSUE_TONES: Record<IssueState, Tone> = { proposed: "warn", issued: "good", rejected: "plain" };

/** Whether a credit can pay. */
export async function CreditMark({ state }: { state: CreditState }) {
  const t = await getTranslations("credits.states");
  return <Badge tone={state === "active" ? "good" : "bad"}>{t(state)}</Badge>;
}

/** How an issue stands. */
export async function IssueMark({ state }: { state: IssueState }) {
  const t = await getTranslations("credits.issue_states");
  return <Badge tone={ISSUE_TONES[state]}>{t(state)}</Badge>;
}
