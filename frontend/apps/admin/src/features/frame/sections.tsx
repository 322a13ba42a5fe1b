import type { MyProfile } from "@globalmarket/api";
import { SectionLinks } from "@globalmarket/web/frame/section-links";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { openSections } from "./open-sections";

/** The pages of the panel that the person's roles open, in their groups. */
export async function Sections({ person }: { person: MyProfile }) {
  const t = await getTranslations("frame");
  const { locale } = await currentSite();
  const home = `/${locale.tag}`;
  return (
    <nav aria-label={t("sections_title")} className="flex gap-1 overflow-x-auto lg:flex-col lg:gap-4">
      {openSections(person).map(({ key: group, entries }) => (
        <div key={group} className="flex shrink-0 lg:flex-col lg:gap-1">
          {entries.length > 1 && (
            <h2 className="sr-only px-3 font-medium text-muted text-xs uppercase tracking-wide lg:not-sr-only lg:px-3">
              {t(`groups.${group}`)}
            </h2>
          )}
          <SectionLinks
            home={home}
            sections={entries.map(({ key, Icon }) => ({
              href: key === "today" ? home : `${home}/${key}`,
              title: t(`sections.${key}`),
              icon: <Icon aria-hidden />,
            }))}
          />
        </div>
      ))}
    </nav>
  );
}
