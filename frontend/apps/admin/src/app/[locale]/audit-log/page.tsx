import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { Chain } from "@/features/audit-log/chain";
import { EntryTable } from "@/features/audit-log/entry-table";
import { AUDIT_FILTERS } from "@/features/audit-log/filters";
import { listEntries } from "@/features/audit-log/reads";

type Props = PageProps<"/[locale]/audit-log">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit_log");
  return { title: t("title") };
}

export default async function AuditLogPage({ searchParams }: Props) {
  const t = await getTranslations("audit_log");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, AUDIT_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/audit-log`;
  return (
    <Gate path={`/audit-log${writeFilters({ ...filters, cursor })}`} right="run_region">
      {async () => {
        const { items, next_cursor } = await listEntries(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                { name: "actor", label: t("find_actor") },
                { name: "action", label: t("find_action") },
                { name: "resource", label: t("find_resource") },
                { name: "since", type: "date", label: t("since") },
                { name: "until", type: "date", label: t("until") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <ScrollText />, title: t("none_found"), hint: t("none_found_hint") }}
            >
              {items.length > 0 && <EntryTable entries={items} />}
            </Listing>
            <Chain now={new Date().toISOString()} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
