import type { AdminShippingMethod } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge } from "@globalmarket/ui/badge";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { Switch } from "./switch";

/** Methods, a row each; any of them can be switched off, and on again. */
export async function methodTable(
  rows: AdminShippingMethod[],
  { listQuery }: Reader,
): Promise<ListTable<AdminShippingMethod>> {
  const t = await getTranslations("shipping");
  const vendors = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const { locale } = await currentSite();
  const amounts = (all: AdminShippingMethod["prices"]) => all.map((one) => formatMoney(one, locale.tag)).join(", ");
  const nameOf = ({ names }: AdminShippingMethod) => names[locale.language] ?? Object.values(names)[0] ?? "";
  return {
    caption: t("title"),
    rowKey: ({ id }) => id,
    columns: [
      { key: "method", title: t("method"), text: nameOf, cell: (row) => <bdi>{nameOf(row)}</bdi> },
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => vendors.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={vendors} />,
      },
      {
        key: "countries",
        title: t("countries"),
        text: ({ countries }) => countries.map((country) => countryName(country, locale.language)).join(", "),
      },
      {
        key: "price",
        title: t("price"),
        isNumber: true,
        text: ({ prices }) => amounts(prices),
        cell: ({ prices }) => <bdi>{amounts(prices)}</bdi>,
      },
      {
        key: "free_over",
        title: t("free_over"),
        isNumber: true,
        text: ({ free_over }) => amounts(free_over),
        cell: ({ free_over }) => <bdi>{amounts(free_over) || "–"}</bdi>,
      },
      {
        key: "days",
        title: t("days"),
        text: ({ min_days, max_days }) => t("days_value", { min: min_days, max: max_days }),
      },
      { key: "courier", title: t("courier"), text: ({ courier }) => courier ?? t("vendor_collects") },
      {
        key: "state",
        title: t("state"),
        text: ({ is_active }) => t(is_active ? "active" : "inactive"),
        cell: ({ is_active }) => (
          <Badge tone={is_active ? "good" : "warn"}>{t(is_active ? "active" : "inactive")}</Badge>
        ),
      },
      {
        key: "switch",
        title: t("switch"),
        cell: (row) => <Switch method={row} name={nameOf(row)} listQuery={listQuery} />,
      },
    ],
  };
}
