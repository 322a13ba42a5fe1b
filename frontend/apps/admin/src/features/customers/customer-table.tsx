import type { CustomerView } from "@globalmarket/api";
import { languageName } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Whether the account can be used. */
export async function CustomerMark({ isActive }: { isActive: boolean }) {
  const t = await getTranslations("customers");
  return <Badge tone={isActive ? "good" : "plain"}>{isActive ? t("active") : t("inactive")}</Badge>;
}

/** Customers, a row each. */
export async function customerTable(_rows: CustomerView[], { listQuery }: Reader): Promise<ListTable<CustomerView>> {
  const t = await getTranslations("customers");
  const { locale } = await currentSite();
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "email",
        sort: "email",
        title: t("email"),
        text: ({ email }) => email,
        cell: ({ id, email }) => (
          <Link href={pageOfRow(`/${locale.tag}/customers/${id}`, listQuery)} className="underline underline-offset-4">
            <bdi dir="ltr">{email}</bdi>
          </Link>
        ),
      },
      { key: "name", title: t("name"), text: ({ name }) => name },
      {
        key: "state",
        title: t("state"),
        text: ({ is_active }) => t(is_active ? "active" : "inactive"),
        cell: ({ is_active }) => <CustomerMark isActive={is_active} />,
      },
      { key: "language", title: t("language"), text: ({ language }) => languageName(language) },
      { key: "since", sort: "created_at", title: t("since"), day: ({ created_at }) => created_at },
    ],
  };
}
