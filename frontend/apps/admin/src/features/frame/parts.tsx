import { type SectionTab, SectionTabs } from "@globalmarket/web/frame/section-tabs";
import { getTranslations } from "next-intl/server";

interface Props {
  parts: readonly SectionTab[];
  /** The present page's path. */
  here: string;
}

/** The pages of one section of the panel; the present one is marked. */
export async function Parts({ parts, here }: Props) {
  const t = await getTranslations("frame");
  return <SectionTabs label={t("parts")} tabs={parts} here={here} />;
}
