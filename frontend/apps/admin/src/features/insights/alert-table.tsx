import type { AlertRuleView } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { shownValue } from "./alert-terms";

/** The alerts: what each is about, when it fires, whether it is on, and when it fired last. */
export async function AlertTable({ rules }: { rules: AlertRuleView[] }) {
  const t = await getTranslations("insights");
  const { locale } = await currentSite();
  const sentence = await ruleSentence();
  return (
    <RowTable
      rows={rules}
      table={{
        caption: t("alerts.title"),
        rowKey: ({ id }) => id,
        columns: [
          {
            key: "name",
            title: t("alerts.name"),
            cell: ({ id, name }) => (
              <Link href={`/${locale.tag}/reports/alerts/${id}`} className="underline underline-offset-4">
                <bdi>{name}</bdi>
              </Link>
            ),
          },
          { key: "when", title: t("alerts.when"), text: sentence },
          {
            key: "is_active",
            title: t("alerts.state"),
            text: ({ is_active: isOn }) => t(isOn ? "alerts.on" : "alerts.off"),
          },
          { key: "fired", title: t("alerts.last_fired"), time: ({ last_fired_at: at }) => at },
        ],
      }}
    />
  );
}

/** When an alert fires, as a sentence: "Orders below 10 in 6 hours". */
export async function ruleSentence(): Promise<
  (rule: Pick<AlertRuleView, "measure" | "condition" | "threshold" | "window_h"> & { currency?: string }) => string
> {
  const t = await getTranslations("insights");
  const words = await getTranslations("reports");
  const { locale } = await currentSite();
  return ({ measure, condition, threshold, currency = "", window_h: hours }) =>
    t(`alerts.sentences.${condition}`, {
      measure: words(`measures.${measure}`),
      threshold: shownValue(threshold, currency, locale.tag),
      hours,
    });
}
