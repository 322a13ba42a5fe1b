import type { MyProfile } from "@globalmarket/api";
import type { FoundPage } from "@globalmarket/web/palette/found";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { openSections } from "./open-sections";

/** The dashboard's pages that the person's roles open, as the palette and the page of shortcuts name them. */
export async function openPages(person: MyProfile): Promise<FoundPage[]> {
  const t = await getTranslations("frame");
  const { locale } = await currentSite();
  return openSections(person).map(({ key, path, shortcut }) => ({
    title: t(`sections.${key}`),
    href: `/${locale.tag}${path}`,
    shortcut,
  }));
}
