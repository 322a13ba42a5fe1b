import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Undo2 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { RETURN_FILTERS, RETURN_STATES } from "@/features/returns/filters";
import { listReturns } from "@/features/returns/reads";
import { ReturnTable } from "@/features/returns/return-table";

type Props = PageProps<"/[locale]/returns">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("returns");
  return { title: t("title") };
}

export default async function ReturnsPage({ searchParams }: Props) {
  const t = await getTranslations("returns");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, RETURN_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/returns`;
  const listQuery = writeFilters({ ...filters, cursor });
  const isNarrowed = Object.keys(filters).length > 0;
  return (
    <Gate path={`/returns${listQuery}`} right="see_returns">
      {async () => {
        const { items, next_cursor } = await listReturns(filters, cursor);
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
                  options: RETURN_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "vendor_id", type: "id", label: t("of_vendor") },
                { name: "order_id", type: "id", label: t("of_order") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Undo2 />, title: isNarrowed ? t("none_found") : t("none"), hint: t("none_hint_staff") }}
            >
              {items.length > 0 && <ReturnTable returns={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
