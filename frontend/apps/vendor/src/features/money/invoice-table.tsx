import type { InvoiceView } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Invoices and credit notes, a row each, with their PDF. */
export async function InvoiceTable({ invoices }: { invoices: InvoiceView[] }) {
  const t = await getTranslations("money");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.invoices")}
      rows={invoices}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("invoice_number"),
          cell: ({ id, number }) => (
            <a href={`/${locale.tag}/balance/invoices/${id}`} className="underline underline-offset-4" download>
              <bdi dir="ltr">{number}</bdi>
            </a>
          ),
        },
        { title: t("created"), cell: ({ issued_at }) => formatDay(issued_at, locale.tag, region.timezone) },
        { title: t("type"), cell: ({ kind }) => t(`invoice_kinds.${kind}`) },
        { title: t("buyer"), cell: ({ buyer_name }) => <bdi>{buyer_name}</bdi> },
        { title: t("tax"), isNumber: true, cell: ({ tax }) => formatMoney(tax, locale.tag) },
        { title: t("amount"), isNumber: true, cell: ({ total }) => formatMoney(total, locale.tag) },
      ]}
    />
  );
}
