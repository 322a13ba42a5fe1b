import { ListPage } from "@globalmarket/web/lists/list-page";
import { Gift } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreditsFrame } from "@/features/credits/credits-frame";
import { ISSUE_STATES } from "@/features/credits/filters";
import { IssueForm } from "@/features/credits/forms";
import { ISSUES } from "@/features/credits/list";

type Props = PageProps<"/[locale]/credits/issues">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("credits");
  return { title: t("parts.issues") };
}

export default async function IssuesPage({ searchParams }: Props) {
  const t = await getTranslations("credits");
  const asked = await searchParams;
  return (
    <ListPage
      list={ISSUES}
      asked={asked}
      fields={[
        {
          name: "state",
          type: "select",
          label: t("state"),
          options: ISSUE_STATES.map((value) => ({ value, label: t(`issue_states.${value}`) })),
        },
        { name: "customer_id", type: "id", label: t("customer") },
      ]}
      empty={{ icon: <Gift />, title: t("no_issues"), hint: t("no_issues_hint") }}
      frame={(list, { filters }) => (
        <CreditsFrame part="issues">
          <IssueForm customerId={filters.customer_id} />
          {list}
        </CreditsFrame>
      )}
    />
  );
}
