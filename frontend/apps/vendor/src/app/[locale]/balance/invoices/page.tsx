import { ListPage } from "@globalmarket/web/lists/list-page";
import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { INVOICES } from "@/features/money/list";
import { MoneyFrame } from "@/features/money/money-frame";

type Props = PageProps<"/[locale]/balance/invoices">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("money");
  return { title: t("parts.invoices") };
}

export default async function InvoicesPage({ searchParams }: Props) {
  const t = await getTranslations("money");
  const asked = await searchParams;
  return (
    <ListPage
      list={INVOICES}
      asked={asked}
      empty={{ icon: <FileText />, title: t("no_invoices"), hint: t("no_invoices_hint") }}
      frame={(list) => <MoneyFrame part="invoices">{list}</MoneyFrame>}
    />
  );
}
