import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Store } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { VENDOR_FILTERS, VENDOR_STATES } from "@/features/vendors/filters";
import { listVendors } from "@/features/vendors/reads";
import { VendorTable } from "@/features/vendors/vendor-table";

type Props = PageProps<"/[locale]/vendors">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("vendors");
  return { title: t("title") };
}

export default async function VendorsPage({ searchParams }: Props) {
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, VENDOR_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/vendors`;
  const listQuery = writeFilters({ ...filters, cursor });
  const isNarrowed = Object.keys(filters).length > 0;
  return (
    <Gate path={`/vendors${listQuery}`}>
      {async () => {
        const { items, next_cursor } = await listVendors(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                { name: "q", label: t("find") },
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: VENDOR_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{
                icon: <Store />,
                title: isNarrowed ? t("none_found") : t("none"),
                hint: isNarrowed ? t("none_found_hint") : t("none_hint"),
              }}
            >
              {items.length > 0 && <VendorTable vendors={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
