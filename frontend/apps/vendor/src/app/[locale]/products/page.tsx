import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Package } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { ProductTable } from "@/features/products/product-table";
import { listProducts } from "@/features/products/reads";

type Props = PageProps<"/[locale]/products">;

const STATES = ["published", "draft", "archived"] as const;
const FILTERS = { q: { kind: "text", most: 100 }, status: { kind: "one", of: STATES } } as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("products");
  return { title: t("title") };
}

export default async function ProductsPage({ searchParams }: Props) {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const cursor = readCursor(asked);
  const filters = readFilters(asked, FILTERS);
  const isNarrowed = Object.keys(filters).length > 0;
  const list = `/${locale.tag}/products`;
  return (
    <Gate path="/products" right="edit_products">
      {async () => {
        const { items, next_cursor } = await listProducts(filters, cursor);
        const empty = {
          icon: <Package />,
          title: isNarrowed ? t("none_found") : t("none"),
          hint: isNarrowed ? (
            t("none_found_hint")
          ) : (
            <Link href={`/${locale.tag}/imports`} className="underline underline-offset-4">
              {t("none_hint")}
            </Link>
          ),
        };
        return (
          <PageFrame
            title={t("title")}
            actions={
              <Link href={`${list}/new`} className={buttonClass("primary")}>
                {t("new.title")}
              </Link>
            }
          >
            <FilterForm
              here={list}
              chosen={filters}
              fields={[
                { name: "q", label: t("find") },
                {
                  name: "status",
                  type: "select",
                  label: t("state"),
                  options: STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
              ]}
            />
            <Listing here={`${list}${writeFilters(filters)}`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <ProductTable products={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
