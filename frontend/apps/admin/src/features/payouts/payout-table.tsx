import type { PayoutDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { Link } from "@globalmarket/web/frame/link";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { PayoutMark } from "./marks";

interface Props {
  payouts: PayoutDetail[];
  names: ReadonlyMap<string, string>;
  /** Of the list's address, for the way back to it. */
  listQuery?: string;
}

/** Payouts, a row each. */
export async function PayoutTable({ payouts, names, listQuery = "" }: Props) {
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  return (
    <DataTable
      caption={t("parts.all")}
      rows={payouts}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t("payout"),
          cell: ({ id, created_at }) => (
            <Link
              href={pageOfRow(`/${locale.tag}/payouts/all/${id}`, listQuery)}
              className="underline underline-offset-4"
            >
              {formatDay(created_at, locale.tag, region.timezone)}
            </Link>
          ),
        },
        { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
        { title: t("state"), cell: ({ state }) => <PayoutMark state={state} /> },
        { title: t("account"), cell: ({ masked_account }) => <bdi dir="ltr">{masked_account}</bdi> },
        {
          title: t("commission"),
          isNumber: true,
          cell: ({ amounts: { commission, commission_vat } }) => (
            <Amount of={{ ...commission, minor: commission.minor + commission_vat.minor }} />
          ),
        },
        { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
      ]}
    />
  );
}
