import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Gift } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CreditsFrame } from "@/features/credits/credits-frame";
import { CREDIT_FILTERS, CREDIT_KINDS, CREDIT_STATES } from "@/features/credits/filters";
import { listCredits } from "@/features/credits/reads";
import { CreditTable } from "@/features/credits/tables";

type Props = PageProps<"/[locale]/credits">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credits");
  return { title: t("title") };
}

export default async function CreditsPage({ searchParams }: Props) {
  const t = await getTranslations("credits");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, CREDIT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/credits`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/credits${listQuery}`} right="give_credit">
      {async () => {
        const { items, next_cursor } = await listCredits(filters, cursor);
        return (
          <CreditsFrame part="credits">
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "kind",
                  type: "select",
                  label: t("kind"),
                  options: CREDIT_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
                },
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: CREDIT_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "customer_id", type: "id", label: t("customer") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Gift />, title: t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && <CreditTable credits={items} listQuery={listQuery} />}
            </Listing>
          </CreditsFrame>
        );
      }}
    </Gate>
  );
}
