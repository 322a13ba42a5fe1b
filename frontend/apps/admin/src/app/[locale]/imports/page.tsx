import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { FileUp } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { IMPORT_FILTERS, IMPORT_STATES } from "@/features/imports/filters";
import { ImportTable } from "@/features/imports/import-table";
import { listImports } from "@/features/imports/reads";

type Props = PageProps<"/[locale]/imports">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportsPage({ searchParams }: Props) {
  const t = await getTranslations("imports");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, IMPORT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/imports`;
  return (
    <Gate path={`/imports${writeFilters({ ...filters, cursor })}`} right="see_products">
      {async () => {
        const { items, next_cursor } = await listImports(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: IMPORT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "vendor", type: "id", label: t("vendor_id") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <FileUp />, title: t("none_found"), hint: t("none_found_hint") }}
            >
              {items.length > 0 && <ImportTable imports={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
