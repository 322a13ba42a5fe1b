import type { DebtWarningDetail } from "@globalmarket/api";
import { Badge } from "@globalmarket/ui/badge";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable } from "@globalmarket/web/lists/list";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";

/** Vendors that owe too much, a row each, with the way to book what ends it. */
export async function debtTable(rows: DebtWarningDetail[]): Promise<ListTable<DebtWarningDetail>> {
  const names = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const t = await getTranslations("payouts");
  const { locale } = await currentSite();
  return {
    caption: t("parts.debts"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => names.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      {
        key: "state",
        title: t("state"),
        text: ({ ended_at }) => t(ended_at ? "debt_ended" : "debt_open"),
        cell: ({ ended_at }) => (
          <Badge tone={ended_at ? "plain" : "bad"}>{ended_at ? t("debt_ended") : t("debt_open")}</Badge>
        ),
      },
      { key: "since", title: t("since"), day: ({ began_at }) => began_at },
      { key: "until", title: t("until"), day: ({ ended_at }) => ended_at },
      { key: "debt_limit", title: t("debt_limit"), amount: ({ limit }) => limit },
      { key: "debt", title: t("debt"), amount: ({ debt }) => debt },
      {
        key: "next_step",
        title: t("next_step"),
        cell: ({ vendor_id, ended_at }) =>
          !ended_at && (
            <Link
              href={`/${locale.tag}/adjustments/new?vendor_id=${vendor_id}`}
              className="underline underline-offset-4"
            >
              {t("to_adjust")}
            </Link>
          ),
      },
    ],
  };
}
