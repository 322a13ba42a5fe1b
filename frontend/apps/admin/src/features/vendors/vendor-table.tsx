import type { AdminVendorRow } from "@globalmarket/api";
import { countryName, formatDay } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { VendorMark } from "./state-mark";

interface Props {
  vendors: AdminVendorRow[];
  /** Of the list's address, for the way back to it. */
  listQuery: string;
}

/** Vendors, a row each. */
export async function VendorTable({ vendors, listQuery }: Props) {
  const t = await getTranslations("vendors");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("title")}
      rows={vendors}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("vendor"),
          cell: ({ id, name, legal_name }) => (
            <div className="max-w-72 whitespace-normal">
              <Link
                href={pageOfRow(`/${locale.tag}/vendors/${id}`, listQuery)}
                className="underline underline-offset-4"
              >
                <bdi>{name}</bdi>
              </Link>
              {legal_name !== name && (
                <span className="block font-normal text-muted">
                  <bdi>{legal_name}</bdi>
                </span>
              )}
            </div>
          ),
        },
        { title: t("state"), cell: ({ state }) => <VendorMark state={state} /> },
        { title: t("country"), cell: ({ country }) => countryName(country, locale.language) },
        { title: t("email"), cell: ({ email }) => <bdi dir="ltr">{email}</bdi> },
        { title: t("applied"), cell: ({ applied_at }) => day(applied_at) },
        { title: t("since"), cell: ({ state_changed_at }) => day(state_changed_at) },
      ]}
    />
  );
}
