import { buttonClass } from "@globalmarket/ui/button";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { countByFile } from "@/features/stock/actions";
import { LOW_UNITS, listItems, titlesOf } from "@/features/stock/reads";
import { StockTable } from "@/features/stock/stock-table";

type Props = PageProps<"/[locale]/stock">;

const FILTERS = { sku: { kind: "text", most: 100 }, level: { kind: "one", of: ["low", "out"] } } as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stock");
  return { title: t("title") };
}

export default async function StockPage({ searchParams }: Props) {
  const t = await getTranslations("stock");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/stock`;
  return (
    <Gate path="/stock" right="adjust_stock">
      {async () => {
        const person = await requirePerson("/stock");
        const { sku, level } = filters;
        const narrowed = { ...(sku && { sku }), ...(level && { available_max: level === "low" ? LOW_UNITS : 0 }) };
        const { items, next_cursor } = await listItems(narrowed, cursor);
        const ids = mayDo(person, "edit_products") ? items.map(({ product_id }) => product_id) : [];
        const titles = await titlesOf(ids, locale.language);
        const isNarrowed = Object.keys(filters).length > 0;
        const empty = {
          icon: <Boxes />,
          title: t(isNarrowed ? "none_found" : "none"),
          hint: t(isNarrowed ? "none_found_hint" : "none_hint"),
        };
        return (
          <PageFrame
            title={t("title")}
            actions={
              <Link href={`${here}/movements`} className={buttonClass("secondary")}>
                {t("movements")}
              </Link>
            }
          >
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                { name: "sku", label: t("find_sku") },
                {
                  name: "level",
                  type: "select",
                  label: t("level"),
                  options: [
                    { value: "low", label: t("low_filter", { most: LOW_UNITS }) },
                    { value: "out", label: t("levels.out") },
                  ],
                },
              ]}
            />
            <Listing here={`${here}${writeFilters(filters)}`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <StockTable items={items} titles={titles} />}
            </Listing>
            <Fold title={t("count_title")} hint={t("count_hint")}>
              <FieldForm
                id="count"
                action={countByFile}
                submit={t("count")}
                fields={[keyField(), { name: "file", type: "file", label: t("file"), accept: ".csv,.tsv,.txt" }]}
              />
            </Fold>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
