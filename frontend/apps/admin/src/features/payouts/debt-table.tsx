import type { DebtWarningDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { VendorLink } from "@/features/vendor-names/vendor-link";

interface Props {
  warnings: DebtWarningDetail[];
  names: ReadonlyMap<string, string>;
}

/** Vendors that owe too much, a row each, with the way to book what ends it. */
export async function DebtTable({ warnings, names }: Props) {
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  const day = (moment: string) => formatDay(moment, locale.tag, region.timezone);
  return (
    <DataTable
      caption={t("parts.debts")}
      rows={warnings}
      rowKey={({ id }) => id}
      columns={[
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        {
          title: t("state"),
          cell: ({ ended_at }) => (
            <Badge tone={ended_at ? "plain" : "bad"}>{ended_at ? t("debt_ended") : t("debt_open")}</Badge>
          ),
        },
        { title: t("since"), cell: ({ began_at }) => day(began_at) },
        { title: t("until"), cell: ({ ended_at }) => ended_at && day(ended_at) },
        { title: t("debt_limit"), isNumber: true, cell: ({ limit }) => <Amount of={limit} /> },
        { title: t("debt"), isNumber: true, cell: ({ debt }) => <Amount of={debt} /> },
        {
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
      ]}
    />
  );
}
