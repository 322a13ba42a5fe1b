import type { InvoiceView } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

const LINK = "underline underline-offset-4";

/** Invoices and credit notes, a row each, with their files. */
export async function invoiceTable(): Promise<ListTable<InvoiceView>> {
  const t = await getTranslations("invoices");
  const { locale } = await currentSite();
  const file = (id: string, type: string) => `/${locale.tag}/invoices/${id}/${type}`;
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "number",
        title: t("number"),
        text: ({ number }) => number,
        cell: ({ number }) => <bdi dir="ltr">{number}</bdi>,
      },
      { key: "issued", title: t("issued"), day: ({ issued_at }) => issued_at },
      { key: "kind", title: t("kind"), text: ({ kind }) => t(`kinds.${kind}`) },
      {
        key: "parties",
        title: t("parties"),
        text: ({ seller_name, buyer_name }) => `${seller_name} → ${buyer_name}`,
        cell: (invoice) => <Parties invoice={invoice} />,
      },
      {
        key: "order",
        title: t("order"),
        text: ({ order_number }) => order_number,
        cell: ({ order_id, order_number }) =>
          order_id && (
            <Link href={`/${locale.tag}/orders/${order_id}`} className={LINK}>
              <bdi dir="ltr">{order_number}</bdi>
            </Link>
          ),
      },
      { key: "tax", title: t("tax"), amount: ({ tax }) => tax },
      { key: "total", title: t("total"), amount: ({ total }) => total },
      {
        key: "files",
        title: t("files"),
        cell: ({ id, number }) => (
          <span className="flex gap-4">
            <a href={file(id, "pdf")} className={LINK} aria-label={t("pdf_of", { number })}>
              PDF
            </a>
            <a href={file(id, "xml")} className={LINK} aria-label={t("ubl_of", { number })}>
              UBL
            </a>
          </span>
        ),
      },
    ],
  };
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
