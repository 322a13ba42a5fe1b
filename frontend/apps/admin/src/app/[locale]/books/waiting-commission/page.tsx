import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { Listing } from "@globalmarket/web/frame/listing";
import { readCursor } from "@globalmarket/web/lists/filters";
import { currentSite } from "@globalmarket/web/server/site";
import { ReceiptText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { BooksFrame } from "@/features/books/books-frame";
import { listWaitingCommission } from "@/features/books/reads";

type Props = PageProps<"/[locale]/books/waiting-commission">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("books");
  return { title: t("parts.waiting-commission") };
}

export default async function WaitingCommissionPage({ searchParams }: Props) {
  const t = await getTranslations("books");
  const { locale } = await currentSite();
  const cursor = readCursor(await searchParams);
  return (
    <Gate path="/books/waiting-commission" right="handle_money">
      {async () => {
        const { items, next_cursor } = await listWaitingCommission(cursor);
        return (
          <BooksFrame part="waiting-commission">
            <p className="max-w-2xl text-muted">{t("waiting_hint")}</p>
            <Listing
              here={`/${locale.tag}/books/waiting-commission`}
              cursor={cursor}
              next={next_cursor}
              empty={{ icon: <ReceiptText />, title: t("none_waits"), hint: t("none_waits_hint") }}
            >
              {items.length > 0 && (
                <DataTable
                  caption={t("parts.waiting-commission")}
                  rows={items}
                  rowKey={({ vendor_id, currency }) => `${vendor_id} ${currency}`}
                  columns={[
                    {
                      title: t("vendor_id"),
                      cell: ({ vendor_id, vendor_name }) => (
                        <Link href={`/${locale.tag}/vendors/${vendor_id}`} className="underline underline-offset-4">
                          <bdi>{vendor_name}</bdi>
                        </Link>
                      ),
                    },
                    { title: t("currency"), cell: ({ currency }) => currency },
                    { title: t("waits_for_title"), cell: ({ waits_for }) => t(`waits_for.${waits_for}`) },
                  ]}
                />
              )}
            </Listing>
          </BooksFrame>
        );
      }}
    </Gate>
  );
}
