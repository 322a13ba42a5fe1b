import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { LISTING_STATES, PRODUCT_FILTERS } from "@/features/products/filters";
import { ProductTable } from "@/features/products/product-table";
import { listProducts } from "@/features/products/reads";

type Props = PageProps<"/[locale]/products">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("title") };
}

export default async function ProductsPage({ searchParams }: Props) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, PRODUCT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/products`;
  const listQuery = writeFilters({ ...filters, cursor });
  const isNarrowed = Object.keys(filters).length > 0;
  return (
    <Gate path={`/products${listQuery}`} right="see_products">
      {async () => {
        const { items, next_cursor } = await listProducts(filters, cursor);
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
                  options: LISTING_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "vendor", type: "id", label: t("vendor_id") },
                { name: "category", type: "id", label: t("category_id") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{
                icon: <Boxes />,
                title: isNarrowed ? t("none_found") : t("none"),
                hint: isNarrowed ? t("none_found_hint") : t("none_hint"),
              }}
            >
              {items.length > 0 && <ProductTable products={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
