import type { MyProfile } from "@globalmarket/api";
import { SectionLinks } from "@globalmarket/web/frame/section-links";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { openSections } from "./open-sections";

/** The parts of the dashboard that the person's roles open. */
export async function Sections({ person }: { person: MyProfile }) {
  const t = await getTranslations("frame");
  const { locale } = await currentSite();
  const home = `/${locale.tag}`;
  return (
    <nav aria-label={t("sections_title")}>
      <SectionLinks
        home={home}
        sections={openSections(person).map(({ key, path, Icon }) => ({
          href: home + path,
          title: t(`sections.${key}`),
          icon: <Icon aria-hidden />,
        }))}
      />
    </nav>
  );
}
