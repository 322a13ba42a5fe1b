import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Gavel } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { DisputeTable } from "@/features/disputes/dispute-table";
import { DISPUTE_FILTERS, DISPUTE_STATES } from "@/features/disputes/filters";
import { listDisputes } from "@/features/disputes/reads";

type Props = PageProps<"/[locale]/disputes">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("disputes");
  return { title: t("title") };
}

export default async function DisputesPage({ searchParams }: Props) {
  const t = await getTranslations("disputes");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, DISPUTE_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/disputes`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/disputes${listQuery}`} right="see_payments">
      {async () => {
        const { items, next_cursor } = await listDisputes(filters, cursor);
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
                  options: DISPUTE_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Gavel />, title: filters.state ? t("none_found") : t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && <DisputeTable disputes={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
