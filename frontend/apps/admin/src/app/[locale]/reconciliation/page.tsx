import { Listing } from "@globalmarket/web/frame/listing";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Scale } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { DifferenceTable } from "@/features/reconciliation/difference-table";
import { DIFFERENCE_FILTERS, DIFFERENCE_KINDS, DIFFERENCE_STATES, OWNERS } from "@/features/reconciliation/filters";
import { listDifferences } from "@/features/reconciliation/reads";
import { ReconciliationFrame } from "@/features/reconciliation/recon-frame";

type Props = PageProps<"/[locale]/reconciliation">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: t("title") };
}

export default async function DifferencesPage({ searchParams }: Props) {
  const t = await getTranslations("reconciliation");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, DIFFERENCE_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/reconciliation`;
  const listQuery = writeFilters({ ...filters, cursor });
  const choice = (name: string, label: string, options: { value: string; label: string }[]) => {
    return { name, label, options, type: "select" as const };
  };
  const fields = [
    choice(
      "state",
      t("state"),
      DIFFERENCE_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
    ),
    choice(
      "kind",
      t("what"),
      DIFFERENCE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
    ),
    choice(
      "owner",
      t("owner"),
      OWNERS.map((value) => ({ value, label: t(`owners.${value}`) })),
    ),
    { name: "provider", label: t("provider") },
  ];
  return (
    <Gate path={`/reconciliation${listQuery}`} right="handle_money">
      {async (person) => {
        const { items, next_cursor } = await listDifferences(filters, person.id, cursor);
        return (
          <ReconciliationFrame part="differences">
            <FilterForm here={here} chosen={filters} fields={fields} />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Scale />, title: t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && <DifferenceTable differences={items} person={person} listQuery={listQuery} />}
            </Listing>
          </ReconciliationFrame>
        );
      }}
    </Gate>
  );
}
