import type { MyProfile } from "@globalmarket/api";
import { SectionLinks } from "@globalmarket/web/frame/section-links";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Menu } from "./menu";
import { openSections } from "./open-sections";

interface Props {
  person: MyProfile;
}

/** The pages of the panel that the person's roles open, in their groups: a column, or a menu where there is no room for one. */
export async function Sections({ person }: Props) {
  const t = await getTranslations("frame");
  return (
    <nav aria-label={t("sections_title")}>
      <Menu title={t("menu")}>
        <Groups person={person} />
      </Menu>
      <div className="hidden flex-col gap-4 lg:flex">
        <Groups person={person} />
      </div>
    </nav>
  );
}

async function Groups({ person }: Props) {
  const t = await getTranslations("frame");
  const { locale } = await currentSite();
  const home = `/${locale.tag}`;
  return openSections(person).map(({ key: group, entries }) => (
    <div key={group} className="flex flex-col gap-1">
      {entries.length > 1 && (
        <h2 className="px-3 font-medium text-muted text-xs uppercase tracking-wide">{t(`groups.${group}`)}</h2>
      )}
      <SectionLinks
        home={home}
        isColumn
        sections={entries.map(({ key, Icon }) => ({
          href: key === "today" ? home : `${home}/${key}`,
          title: t(`sections.${key}`),
          icon: <Icon aria-hidden />,
        }))}
      />
    </div>
  ));
}
