import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CustomerTable } from "@/features/customers/customer-table";
import { CUSTOMER_FILTERS } from "@/features/customers/filters";
import { listCustomers } from "@/features/customers/reads";

type Props = PageProps<"/[locale]/customers">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("customers");
  return { title: t("title") };
}

export default async function CustomersPage({ searchParams }: Props) {
  const t = await getTranslations("customers");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, CUSTOMER_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/customers`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/customers${listQuery}`} right="see_customers">
      {async () => {
        const { items, next_cursor } = await listCustomers(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <FilterForm here={here} chosen={filters} fields={[{ name: "email", label: t("find") }]} />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{
                icon: <Users />,
                title: filters.email ? t("none_found") : t("none"),
                hint: filters.email ? t("none_found_hint") : t("none_hint"),
              }}
            >
              {items.length > 0 && <CustomerTable customers={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
