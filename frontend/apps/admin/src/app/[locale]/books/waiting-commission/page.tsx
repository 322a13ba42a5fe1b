import { ListPage } from "@globalmarket/web/lists/list-page";
import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BooksFrame } from "@/features/books/books-frame";
import { WAITING_COMMISSION } from "@/features/books/list";

type Props = PageProps<"/[locale]/books/waiting-commission">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("books");
  return { title: t("parts.waiting-commission") };
}

export default async function WaitingCommissionPage({ searchParams }: Props) {
  const t = await getTranslations("books");
  const asked = await searchParams;
  return (
    <ListPage
      list={WAITING_COMMISSION}
      asked={asked}
      empty={{ icon: <ReceiptText />, title: t("none_waits"), hint: t("none_waits_hint") }}
      frame={(list) => (
        <BooksFrame part="waiting-commission">
          <p className="max-w-2xl text-muted">{t("waiting_hint")}</p>
          {list}
        </BooksFrame>
      )}
    />
  );
}
