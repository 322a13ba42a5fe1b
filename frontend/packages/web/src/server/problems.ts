import "server-only";
import { ApiUnavailable, Refused } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

/**
 * One sentence for the reader about a call that did not succeed. The API's own sentences are in the reader's language already; those
 * for which the app knows a better next step (its catalogue `problems`) are put in the app's words.
 *
 * @throws what is neither a refusal nor an outage: a fault of ours, which no sentence may hide
 */
export async function problemSentence(error: unknown): Promise<string> {
  const t = await getTranslations("problems");
  if (error instanceof ApiUnavailable) return t("unavailable");
  if (!(error instanceof Refused)) throw error;
  const { code, status, problem } = error;
  if (t.has(code)) return t(code);
  if (status === 429 || status === 503) return t("wait", { seconds: error.retryAfter ?? 10 });
  return problem.detail || problem.title;
}

/**
 * What the call answers; `instead` where the API refuses or does not answer: for what a page is as good without.
 *
 * @throws a fault of ours
 */
export async function answerOr<Answer>(instead: Answer, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Refused || error instanceof ApiUnavailable) return instead;
    throw error;
  }
}

/**
 * Whether the API has decided about the call, so that the next try is another one and needs a new Idempotency-Key. Without an answer, after a
 * fault of the API and while the first try still runs it may have been done: the same key makes it once. What came too often (429) was not
 * looked at.
 */
export function isDecided(error: unknown): error is Refused {
  if (!(error instanceof Refused)) return false;
  return error.status < 500 && error.status !== 429 && error.code !== "still_running";
}

/** The refusal's errors by the form's field, as dotted paths, in the API's order; the first of each. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof Refused)) return {};
  const first: Record<string, string> = {};
  for (const { field, message } of error.problem.errors ?? []) first[field] ??= message;
  return first;
}
