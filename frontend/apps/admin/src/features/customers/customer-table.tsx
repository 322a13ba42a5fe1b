import type { CustomerView } from "@globalmarket/api";
import { formatDay, languageName } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Whether the account can be used. */
export async function CustomerMark({ isActive }: { isActive: boolean }) {
  const t = await getTranslations("customers");
  return <Badge tone={isActive ? "good" : "plain"}>{isActive ? t("active") : t("inactive")}</Badge>;
}

interface Props {
  customers: CustomerView[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Customers, a row each. */
export async function CustomerTable({ customers, listQuery }: Props) {
  const t = await getTranslations("customers");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("title")}
      rows={customers}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("email"),
          cell: ({ id, email }) => (
            <Link
              href={pageOfRow(`/${locale.tag}/customers/${id}`, listQuery)}
              className="underline underline-offset-4"
            >
              <bdi dir="ltr">{email}</bdi>
            </Link>
          ),
        },
        { title: t("name"), cell: ({ name }) => <bdi>{name}</bdi> },
        { title: t("state"), cell: ({ is_active }) => <CustomerMark isActive={is_active} /> },
        { title: t("language"), cell: ({ language }) => languageName(language) },
        { title: t("since"), cell: ({ created_at }) => formatDay(created_at, locale.tag, region.timezone) },
      ]}
    />
  );
}
