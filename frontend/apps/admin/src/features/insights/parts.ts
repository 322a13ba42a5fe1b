import type { MyProfile } from "@globalmarket/api";
import type { SectionTab } from "@globalmarket/web/frame/section-tabs";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";

/** The panel's own pages about reports, as far as the person's roles open them. */
export async function insightParts(person: MyProfile): Promise<SectionTab[]> {
  const t = await getTranslations("insights");
  const ofMoney = [
    { path: "/reports/live", title: t("live.title") },
    { path: "/reports/cohorts", title: t("cohorts.title") },
  ];
  return [...(mayDo(person, "handle_money") ? ofMoney : []), { path: "/reports/alerts", title: t("alerts.title") }];
}
