import { Listing } from "@globalmarket/web/frame/listing";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { FilterForm } from "@globalmarket/web/lists/filter-form";
import { readCursor, readFilters, writeFilters } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { INVOICE_FILTERS, INVOICE_KINDS } from "@/features/invoices/filters";
import { InvoiceTable } from "@/features/invoices/invoice-table";
import { listInvoices } from "@/features/invoices/reads";
import { RefusedDownload } from "@/features/money/refused-download";

type Props = PageProps<"/[locale]/invoices">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("invoices");
  return { title: t("title") };
}

export default async function InvoicesPage({ searchParams }: Props) {
  const t = await getTranslations("invoices");
  const { locale } = await currentSite();
  const asked = await searchParams;
  const filters = readFilters(asked, INVOICE_FILTERS);
  const cursor = readCursor(asked);
  const here = `/${locale.tag}/invoices`;
  return (
    <Gate path={`/invoices${writeFilters({ ...filters, cursor })}`} right="see_invoices">
      {async () => {
        const { items, next_cursor } = await listInvoices(filters, cursor);
        return (
          <PageFrame title={t("title")}>
            <RefusedDownload asked={asked.refused} />
            <FilterForm
              here={here}
              chosen={filters}
              fields={[
                {
                  name: "kind",
                  type: "select",
                  label: t("kind"),
                  options: INVOICE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
                },
                { name: "vendor_id", type: "id", label: t("vendor") },
                { name: "order_id", type: "id", label: t("order") },
                { name: "vendor_order_id", type: "id", label: t("vendor_order") },
              ]}
            />
            <Listing
              here={here + writeFilters(filters)}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <ReceiptText />, title: t("none"), hint: t("none_hint") }}
            >
              {items.length > 0 && <InvoiceTable invoices={items} />}
            </Listing>
          </PageFrame>
        );
      }}
    </Gate>
  );
}
