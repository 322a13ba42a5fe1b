import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { HandCoins } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { REFUND_FILTERS, REFUND_STATES } from "@/features/refunds/filters";
import { listRefunds } from "@/features/refunds/reads";
import { RefundTable } from "@/features/refunds/refund-table";

type Props = PageProps<"/[locale]/refunds">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("refunds");
  return { title: t("title") };
}

export default async function RefundsPage({ searchParams }: Props) {
  const t = await getTranslations("refunds");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, REFUND_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/refunds`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/refunds${listQuery}`} right="see_payments">
      {async () => {
        const { items, next_cursor } = await listRefunds(filters, cursor);
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
                  options: REFUND_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <HandCoins />, title: filters.state ? t("none_found") : t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && <RefundTable refunds={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
