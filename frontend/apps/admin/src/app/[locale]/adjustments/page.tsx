import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { BadgeEuro } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { AdjustmentTable } from "@/features/adjustments/adjustment-table";
import { ADJUSTMENT_FILTERS, ADJUSTMENT_STATES } from "@/features/adjustments/filters";
import { listAdjustments } from "@/features/adjustments/reads";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/adjustments">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adjustments");
  return { title: t("title") };
}

export default async function AdjustmentsPage({ searchParams }: Props) {
  const t = await getTranslations("adjustments");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, ADJUSTMENT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/adjustments`;
  const listQuery = writeFilters({ ...filters, cursor });
  const make = (
    <Link href={`${here}/new`} className={buttonClass("primary")}>
      {t("new")}
    </Link>
  );
  return (
    <Gate path={`/adjustments${listQuery}`} right="handle_money">
      {async (person) => {
        const { items, next_cursor } = await listAdjustments(filters, cursor);
        const names = await vendorNames(items.map(({ vendor_id }) => vendor_id));
        return (
          <PageFrame title={t("title")} actions={make}>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: ADJUSTMENT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "vendor_id", type: "id", label: t("vendor") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <BadgeEuro />, title: t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && (
                <AdjustmentTable adjustments={items} names={names} person={person} listQuery={listQuery} />
              )}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
