import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Percent } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CHECK_FILTERS, OUTCOMES } from "@/features/tax/filters";
import { listChecks } from "@/features/tax/reads";
import { CheckTable } from "@/features/tax/tables";
import { TaxFrame } from "@/features/tax/tax-frame";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/tax/vat-checks">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tax");
  return { title: t("parts.vat-checks") };
}

export default async function VatChecksPage({ searchParams }: Props) {
  const t = await getTranslations("tax");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, CHECK_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/tax/vat-checks`;
  return (
    <Gate path={`/tax/vat-checks${writeFilters({ ...filters, cursor })}`} right="handle_money">
      {async () => {
        const { items, next_cursor } = await listChecks(filters, cursor);
        const names = await vendorNames(items.map(({ vendor_id }) => vendor_id));
        return (
          <TaxFrame part="vat-checks">
            <p className="max-w-2xl text-muted">{t("checks_hint")}</p>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "outcome",
                  type: "select",
                  label: t("outcome"),
                  options: OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) })),
                },
                { name: "vendor_id", type: "id", label: t("vendor") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Percent />, title: t("no_checks"), hint: t("no_checks_hint") }}
            >
              {items.length > 0 && <CheckTable checks={items} names={names} />}
            </Listing>
          </TaxFrame>
        );
      }}
    </Gate>
  );
}
