import type { InvoiceView } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";

const LINK = "underline underline-offset-4";

/** Invoices and credit notes, a row each, with their files. */
export async function InvoiceTable({ invoices }: { invoices: InvoiceView[] }) {
  const t = await getTranslations("invoices");
  const { locale, region } = await currentSite();
  const file = (id: string, type: string) => `/${locale.tag}/invoices/${id}/${type}`;
  return (
    <DataTable
      caption={t("title")}
      rows={invoices}
      rowKey={({ id }) => id}
      columns={[
        { title: t("number"), cell: ({ number }) => <bdi dir="ltr">{number}</bdi> },
        { title: t("issued"), cell: ({ issued_at }) => formatDay(issued_at, locale.tag, region.timezone) },
        { title: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
        { title: t("parties"), cell: (invoice) => <Parties invoice={invoice} /> },
        {
          title: t("order"),
          cell: ({ order_id, order_number }) =>
            order_id && (
              <Link href={`/${locale.tag}/orders/${order_id}`} className={LINK}>
                <bdi dir="ltr">{order_number}</bdi>
              </Link>
            ),
        },
        { title: t("tax"), isNumber: true, cell: ({ tax }) => <Amount of={tax} /> },
        { title: t("total"), isNumber: true, cell: ({ total }) => <Amount of={total} /> },
        {
          title: t("files"),
          cell: ({ id, number }) => (
            <span className="flex gap-4">
              <a href={file(id, "pdf")} className={LINK} aria-label={t("pdf_of", { number })} download>
                PDF
              </a>
              <a href={file(id, "xml")} className={LINK} aria-label={t("ubl_of", { number })}>
                UBL
              </a>
            </span>
          ),
        },
      ]}
    />
  );
}

async function Parties({ invoice: { seller_name, buyer_name, corrects } }: { invoice: InvoiceView }) {
  const t = await getTranslations("invoices");
  return (
    <div className="max-w-56 whitespace-normal">
      <bdi>{seller_name}</bdi>
      <span className="block text-muted">
        {t.rich("to_buyer", { buyer: () => <bdi key="buyer">{buyer_name}</bdi> })}
      </span>
      {corrects && (
        <span className="block text-muted">
          {t("corrects")} <bdi dir="ltr">{corrects}</bdi>
        </span>
      )}
    </div>
  );
}
