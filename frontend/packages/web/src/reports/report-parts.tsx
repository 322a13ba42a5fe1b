import { getTranslations } from "next-intl/server";
import { type SectionTab, SectionTabs } from "../frame/section-tabs";

/** The pages about reports, with an app's own ones after the shared ones; the present one is marked. */
export async function ReportParts({ here, more = [] }: { here: string; more?: readonly SectionTab[] }) {
  const t = await getTranslations("reports");
  const tabs = [
    { path: "/reports", title: t("title") },
    { path: "/reports/build", title: t("build.title") },
    { path: "/reports/saved", title: t("saved.title") },
    { path: "/reports/home", title: t("home.title") },
    { path: "/reports/files", title: t("files") },
    ...more,
  ];
  return <SectionTabs label={t("parts")} tabs={tabs} here={here} />;
}
