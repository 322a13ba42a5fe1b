import type { AdminCategory } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { titleIn } from "../products/titles";
import { DragRow } from "./drag-row";
import { MoveButtons } from "./move-buttons";

const INDENT = ["", "ps-6", "ps-12", "ps-18", "ps-24", "ps-30", "ps-36", "ps-42"];

/** The tree, a row for each category, further in the deeper it lies; with the languages that it has no name in. */
export async function CategoryTable({ categories }: { categories: AdminCategory[] }) {
  const t = await getTranslations("categories");
  const { locale, region } = await currentSite();
  const list = new Intl.ListFormat(locale.tag, { type: "unit" });
  const missing = ({ names }: AdminCategory) => region.languages.filter((language) => !names[language]);
  return (
    <DataTable
      caption={t("title")}
      rows={categories}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("name"),
          cell: (category) => {
            const { id, names, path, slug } = category;
            const { text, lang } = titleIn(names, locale);
            return (
              <DragRow category={category} hint={t("moves.hint")}>
                <span className={`block ${INDENT[path.length - 1] ?? ""}`}>
                  <Link
                    href={`/${locale.tag}/categories/${id}`}
                    draggable={false}
                    className="underline underline-offset-4"
                  >
                    <bdi lang={lang}>{text || slug}</bdi>
                  </Link>
                </span>
              </DragRow>
            );
          },
        },
        {
          title: t("moves.title"),
          cell: (category) => (
            <MoveButtons
              category={category}
              all={categories}
              name={titleIn(category.names, locale).text || category.slug}
            />
          ),
        },
        { title: t("slug"), cell: ({ slug }) => <bdi dir="ltr">{slug}</bdi> },
        { title: t("without_name"), cell: (category) => list.format(missing(category).map(languageName)) || "–" },
        {
          title: t("products"),
          cell: ({ id }) => (
            <Link href={`/${locale.tag}/products?category=${id}`} className="underline underline-offset-4">
              {t("to_products")}
            </Link>
          ),
        },
      ]}
    />
  );
}
