import type { WaitingCommissionPage } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

type Waiting = WaitingCommissionPage["items"][number];

/** Commission that is not invoiced, a row for each vendor and currency. */
export async function waitingTable(): Promise<ListTable<Waiting>> {
  const t = await getTranslations("books");
  const { locale } = await currentSite();
  return {
    caption: t("parts.waiting-commission"),
    rowKey: ({ vendor_id, currency }) => `${vendor_id} ${currency}`,
    columns: [
      {
        key: "vendor",
        title: t("vendor_id"),
        text: ({ vendor_name }) => vendor_name,
        cell: ({ vendor_id, vendor_name }) => (
          <Link href={`/${locale.tag}/vendors/${vendor_id}`} className="underline underline-offset-4">
            <bdi>{vendor_name}</bdi>
          </Link>
        ),
      },
      { key: "currency", title: t("currency"), text: ({ currency }) => currency },
      { key: "waits_for", title: t("waits_for_title"), text: ({ waits_for }) => t(`waits_for.${waits_for}`) },
    ],
  };
}
