import type { CatalogueTerm } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import { writeFilters } from "@globalmarket/web/lists/filters";
import type { ListColumn, ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { Section } from "./kinds";

/** Spellings, a row each; those that the shop's filters take for one word are marked. */
export async function termTable(
  section: Section,
  rows: CatalogueTerm[],
  listQuery: string,
): Promise<ListTable<CatalogueTerm>> {
  const t = await getTranslations("terms");
  const { locale } = await currentSite();
  const perKey = new Map<string, number>();
  for (const { key } of rows) perKey.set(key, (perKey.get(key) ?? 0) + 1);
  const isSpelledTwice = ({ key }: CatalogueTerm) => (perKey.get(key) ?? 0) > 1;
  const page = (text: string) =>
    `/${locale.tag}/${section}/rename${writeFilters({ text, from: listQuery.replace(/^\?/, "") })}`;
  const columns: ListColumn<CatalogueTerm>[] = [
    {
      key: "text",
      title: t(`${section}.one`),
      text: ({ text }) => text,
      cell: (term) => (
        <span className="flex flex-wrap items-center gap-3">
          <Link href={page(term.text)} className="underline underline-offset-4">
            <bdi>{term.text}</bdi>
          </Link>
          {isSpelledTwice(term) && <Badge tone="warn">{t("twice")}</Badge>}
        </span>
      ),
    },
    {
      key: "products",
      title: t("products"),
      isNumber: true,
      text: ({ product_count }) => product_count,
    },
  ];
  if (section === "attributes") {
    columns.push({
      key: "names",
      title: t("names"),
      text: ({ names }) =>
        Object.entries(names)
          .map(([language, name]) => `${language}: ${name}`)
          .join(", "),
    });
  }
  return { caption: t(`${section}.title`), rowKey: ({ text }) => text, columns };
}
