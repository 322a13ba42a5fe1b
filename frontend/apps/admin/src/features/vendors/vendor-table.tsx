import type { AdminVendorRow } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { ChoiceBox } from "@/features/chosen/choice-box";
import { VendorMark } from "./state-mark";

/** Vendors, a row each. */
export async function vendorTable(
  _rows: AdminVendorRow[],
  { listQuery, person }: Reader,
): Promise<ListTable<AdminVendorRow>> {
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const canDecide = mayDo(person, "decide_vendors");
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "vendor",
        sort: "name",
        title: t("vendor"),
        text: ({ name }) => name,
        cell: ({ id, name, legal_name, state }) => (
          <ChoiceBox row={{ id, name }} isFixed={!canDecide || state !== "pending"}>
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
          </ChoiceBox>
        ),
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <VendorMark state={state} />,
      },
      { key: "country", title: t("country"), text: ({ country }) => countryName(country, locale.language) },
      {
        key: "email",
        title: t("email"),
        text: ({ email }) => email,
        cell: ({ email }) => <bdi dir="ltr">{email}</bdi>,
      },
      { key: "applied", sort: "applied_at", title: t("applied"), day: ({ applied_at }) => applied_at },
      { key: "since", title: t("since"), day: ({ state_changed_at }) => state_changed_at },
    ],
  };
}
