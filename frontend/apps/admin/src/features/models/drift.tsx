import type { ModelView } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** How the active version does on what came after its training. */
export async function Drift({ drift }: Pick<ModelView, "drift">) {
  const t = await getTranslations("models");
  const { locale } = await currentSite();
  if (!drift) return t("drift_none");
  const number = new Intl.NumberFormat(locale.tag, { maximumSignificantDigits: 3 });
  return (
    <>
      {drift.is_drifting && <Badge tone="bad">{t("drifting")}</Badge>}{" "}
      {t("drift_good", {
        loss: number.format(drift.loss),
        baseline: number.format(drift.baseline_loss),
        days: drift.days,
      })}
    </>
  );
}
