import { Done } from "@globalmarket/web/forms/done";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { ShieldAlert } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { HOLD_DONE, HOLD_FILTERS } from "@/features/holds/filters";
import { Place } from "@/features/holds/hold-forms";
import { HoldTable } from "@/features/holds/hold-table";
import { listHolds } from "@/features/holds/reads";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/holds">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("holds");
  return { title: t("title") };
}

export default async function HoldsPage({ searchParams }: Props) {
  const t = await getTranslations("holds");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, HOLD_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/holds`;
  return (
    <Gate path={`/holds${writeFilters({ ...filters, cursor })}`} right="handle_money">
      {async () => {
        const { items, next_cursor } = await listHolds(filters, cursor);
        const names = await vendorNames(items.map(({ vendor_id }) => vendor_id));
        return (
          <PageFrame title={t("title")}>
            <Done
              asked={asked.done}
              messages={Object.fromEntries(HOLD_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <p className="max-w-2xl text-muted">{t("hint")}</p>
            {Object.keys(filters).length > 0 && (
              <FilterForm
                here={here}
                chosen={filters}
                fields={[
                  { name: "vendor_id", type: "id", label: t("vendor") },
                  { name: "vendor_order_id", type: "id", label: t("vendor_order") },
                ]}
              />
            )}
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <ShieldAlert />, title: t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && <HoldTable holds={items} names={names} />}
            </Listing>
            <Place vendorOrderId={filters.vendor_order_id} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
