import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { ListPage } from "@globalmarket/web/lists/list-page";
import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { INVOICE_KINDS } from "@/features/invoices/filters";
import { INVOICES } from "@/features/invoices/list";
import { RefusedDownload } from "@/features/money/refused-download";

type Props = PageProps<"/[locale]/invoices">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("invoices");
  return { title: t("title") };
}

export default async function InvoicesPage({ searchParams }: Props) {
  const t = await getTranslations("invoices");
  const asked = await searchParams;
  return (
    <ListPage
      list={INVOICES}
      asked={asked}
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
      empty={{ icon: <ReceiptText />, title: t("none"), hint: t("none_hint") }}
      frame={(list) => (
        <PageFrame title={t("title")}>
          <RefusedDownload asked={asked.refused} />
          {list}
        </PageFrame>
      )}
    />
  );
}
