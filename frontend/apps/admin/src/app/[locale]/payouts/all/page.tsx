import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Landmark } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { PAYOUT_FILTERS, PAYOUT_STATES } from "@/features/payouts/filters";
import { PayoutTable } from "@/features/payouts/payout-table";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";
import { listPayouts } from "@/features/payouts/reads";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/payouts/all">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("parts.all") };
}

export default async function PayoutsPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, PAYOUT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/payouts/all`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/payouts/all${listQuery}`} right="handle_money">
      {async () => {
        const { items, next_cursor } = await listPayouts(filters, cursor);
        const names = await vendorNames(items.map(({ vendor_id }) => vendor_id));
        return (
          <PayoutsFrame part="all">
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: PAYOUT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "vendor_id", type: "id", label: t("vendor") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Landmark />, title: t("no_payouts"), hint: t("no_payouts_hint") }}
            >
              {items.length > 0 && <PayoutTable payouts={items} names={names} listQuery={listQuery} />}
            </Listing>
          </PayoutsFrame>
        );
      }}
    </Gate>
  );
}
