import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Gift } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { CreditsFrame } from "@/features/credits/credits-frame";
import { ISSUE_FILTERS, ISSUE_STATES } from "@/features/credits/filters";
import { IssueForm } from "@/features/credits/forms";
import { listIssues } from "@/features/credits/reads";
import { IssueTable } from "@/features/credits/tables";

type Props = PageProps<"/[locale]/credits/issues">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credits");
  return { title: t("parts.issues") };
}

export default async function IssuesPage({ searchParams }: Props) {
  const t = await getTranslations("credits");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, ISSUE_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/credits/issues`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/credits/issues${listQuery}`} right="give_credit">
      {async (person) => {
        const { items, next_cursor } = await listIssues(filters, cursor);
        return (
          <CreditsFrame part="issues">
            <IssueForm customerId={filters.customer_id} />
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: ISSUE_STATES.map((value) => ({ value, label: t(`issue_states.${value}`) })),
                },
                { name: "customer_id", type: "id", label: t("customer") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Gift />, title: t("no_issues"), hint: t("no_issues_hint") }}
            >
              {items.length > 0 && <IssueTable issues={items} person={person} listQuery={listQuery} />}
            </Listing>
          </CreditsFrame>
        );
      }}
    </Gate>
  );
}
