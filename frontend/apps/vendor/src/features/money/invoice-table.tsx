import type { InvoiceView } from "@globalmarket/api";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Invoices and credit notes, a row each, with their PDF. */
export async function invoiceTable(): Promise<ListTable<InvoiceView>> {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  return {
    caption: t("parts.invoices"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "invoice_number",
        title: t("invoice_number"),
        text: ({ number }) => number,
        cell: ({ id, number }) => (
          <a href={`/${locale.tag}/balance/invoices/${id}`} className="underline underline-offset-4">
            <bdi dir="ltr">{number}</bdi>
          </a>
        ),
      },
      { key: "created", title: t("created"), day: ({ issued_at }) => issued_at },
      { key: "type", title: t("type"), text: ({ kind }) => t(`invoice_kinds.${kind}`) },
      { key: "buyer", title: t("buyer"), text: ({ buyer_name }) => buyer_name },
      { key: "tax", title: t("tax"), amount: ({ tax }) => tax },
      { key: "amount", title: t("amount"), amount: ({ total }) => total },
    ],
  };
}
