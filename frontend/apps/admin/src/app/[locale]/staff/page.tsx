import { Done } from "@globalmarket/web/forms/done";
import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { UsersRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { STAFF_FILTERS } from "@/features/staff/filters";
import { Invite } from "@/features/staff/invite";
import { MemberTable } from "@/features/staff/member-table";
import { listStaff } from "@/features/staff/reads";

type Props = PageProps<"/[locale]/staff">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("staff");
  return { title: t("title") };
}

export default async function StaffPage({ searchParams }: Props) {
  const t = await getTranslations("staff");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, STAFF_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/staff`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/staff${listQuery}`} right="run_region">
      {async () => {
        const { items, next_cursor } = await listStaff(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <p className="max-w-2xl text-muted">{t("everywhere")}</p>
            <Done asked={asked.done} messages={{ invited: t("done.invited") }} />
            <Invite />
            <FilterForm here={here} chosen={filters} fields={[{ name: "q", label: t("find") }]} />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <UsersRound />, title: t("none_found"), hint: t("none_found_hint") }}
            >
              {items.length > 0 && <MemberTable members={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
