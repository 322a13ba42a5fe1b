import type { AdminPage } from "@globalmarket/api";
import { formatTime, languageName } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { pageTitle } from "./page-title";

/** The shop's own pages, a row each, with the languages that they lack. */
export async function PageTable({ pages }: { pages: AdminPage[] }) {
  const t = await getTranslations("pages");
  const { locale, region } = await currentSite();
  const list = new Intl.ListFormat(locale.tag, { type: "unit" });
  const missing = ({ texts }: AdminPage) => region.languages.filter((language) => !texts[language]);
  return (
    <DataTable
      caption={t("title")}
      rows={pages}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("page"),
          cell: (page) => {
            const { text, lang } = pageTitle(page, locale);
            return (
              <Link href={`/${locale.tag}/pages/${page.id}`} className="underline underline-offset-4">
                <bdi lang={lang}>{text}</bdi>
              </Link>
            );
          },
        },
        { title: t("slug"), cell: ({ slug }) => <bdi dir="ltr">{slug}</bdi> },
        { title: t("group"), cell: ({ group }) => t(`groups.${group}`) },
        {
          title: t("state"),
          cell: ({ is_published }) => (
            <Badge tone={is_published ? "good" : "plain"}>{t(is_published ? "published" : "hidden")}</Badge>
          ),
        },
        { title: t("missing"), cell: (page) => list.format(missing(page).map(languageName)) || "–" },
        { title: t("changed"), cell: ({ updated_at }) => formatTime(updated_at, locale.tag, region.timezone) },
      ]}
    />
  );
}
