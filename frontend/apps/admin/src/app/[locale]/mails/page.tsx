import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { Mail } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { MAIL_FILTERS, MAIL_STATES } from "@/features/mails/filters";
import { MailTable } from "@/features/mails/mail-table";
import { listMails } from "@/features/mails/reads";

type Props = PageProps<"/[locale]/mails">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mails");
  return { title: t("title") };
}

export default async function MailsPage({ searchParams }: Props) {
  const t = await getTranslations("mails");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, MAIL_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/mails`;
  const listQuery = writeFilters({ ...filters, cursor });
  return (
    <Gate path={`/mails${listQuery}`} right="see_customers">
      {async () => {
        const { items, next_cursor } = await listMails(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                { name: "recipient", label: t("recipient") },
                {
                  name: "state",
                  type: "select",
                  label: t("state"),
                  options: MAIL_STATES.map((value) => ({ value, label: t(`states.${value}`) })),
                },
                { name: "order", type: "id", label: t("order_id") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <Mail />, title: t("none_found"), hint: t("none_found_hint") }}
            >
              {items.length > 0 && <MailTable mails={items} listQuery={listQuery} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
