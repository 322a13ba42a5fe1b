import "server-only";
import type { Refused } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";

/** What the carrier itself says about a refusal, and that the API waits for its answer; undefined where the API's own sentence is enough. */
export async function refusalOf({ code, problem }: Refused): Promise<string | undefined> {
  const t = await getTranslations("labels");
  if (code === "carrier_unavailable") return t("carrier_unavailable");
  if (code !== "label_refused") return undefined;
  const { reason } = problem as { reason?: unknown };
  if (typeof reason !== "string" || !reason) return undefined;
  return t.has(`problems.${reason}`) ? t(`problems.${reason}`) : t("refused", { reason });
}
