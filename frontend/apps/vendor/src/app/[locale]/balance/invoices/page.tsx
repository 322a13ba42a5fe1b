import { Listing } from "@globalmarket/web/frame/listing";
import { currentSite } from "@globalmarket/web/server/site";
import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { InvoiceTable } from "@/features/money/invoice-table";
import { MoneyFrame } from "@/features/money/money-frame";
import { listInvoices } from "@/features/money/reads";

type Props = PageProps<"/[locale]/balance/invoices">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("parts.invoices") };
}

export default async function InvoicesPage({ searchParams }: Props) {
  const t = await getTranslations("money");
  const { locale } = await currentSite();
  const [cursor] = [(await searchParams).cursor].flat();
  return (
    <Gate path="/balance/invoices" right="see_money">
      {async () => {
        const { items, next_cursor } = await listInvoices(cursor ? { cursor } : {});
        const empty = { icon: <FileText />, title: t("no_invoices"), hint: t("no_invoices_hint") };
        return (
          <MoneyFrame part="invoices">
            <Listing here={`/${locale.tag}/balance/invoices`} cursor={cursor} next={next_cursor} empty={empty}>
              {items.length > 0 && <InvoiceTable invoices={items} />}
            </Listing>
          </MoneyFrame>
        );
      }}
    </Gate>
  );
}
