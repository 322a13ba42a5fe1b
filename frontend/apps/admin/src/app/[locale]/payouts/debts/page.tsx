import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { DebtTable } from "@/features/payouts/debt-table";
import { DEBT_FILTERS } from "@/features/payouts/filters";
import { PayoutsFrame } from "@/features/payouts/payouts-frame";
import { listDebtWarnings } from "@/features/payouts/reads";
import { vendorNames } from "@/features/vendor-names/reads";

type Props = PageProps<"/[locale]/payouts/debts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("payouts");
  return { title: t("parts.debts") };
}

export default async function DebtsPage({ searchParams }: Props) {
  const t = await getTranslations("payouts");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, DEBT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/payouts/debts`;
  return (
    <Gate path={`/payouts/debts${writeFilters({ ...filters, cursor })}`} right="handle_money">
      {async () => {
        const { items, next_cursor } = await listDebtWarnings(filters, cursor);
        const names = await vendorNames(items.map(({ vendor_id }) => vendor_id));
        return (
          <PayoutsFrame part="debts">
            <p className="max-w-2xl text-muted">{t("debts_hint")}</p>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "is_open",
                  type: "select",
                  label: t("state"),
                  options: [
                    { value: "true", label: t("debt_open") },
                    { value: "false", label: t("debt_ended") },
                  ],
                },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <ShieldCheck />, title: t("no_debts"), hint: t("no_debts_hint") }}
            >
              {items.length > 0 && <DebtTable warnings={items} names={names} />}
            </Listing>
          </PayoutsFrame>
        );
      }}
    </Gate>
  );
}
