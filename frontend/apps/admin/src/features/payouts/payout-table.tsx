import type { PayoutDetail } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Link } from "@globalmarket/web/frame/link";
import type { ListTable, Reader } from "@globalmarket/web/lists/list";
import { pageOfRow } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { vendorNames } from "@/features/vendor-names/reads";
import { VendorLink } from "@/features/vendor-names/vendor-link";
import { PayoutMark } from "./marks";

/** Payouts, a row each. */
export async function payoutTable(
  rows: PayoutDetail[],
  { listQuery }: Pick<Reader, "listQuery">,
): Promise<ListTable<PayoutDetail>> {
  const names = await vendorNames(rows.map(({ vendor_id }) => vendor_id));
  const t = await getTranslations("payouts");
  const { locale, region } = await currentSite();
  return {
    caption: t("parts.all"),
    rowKey: ({ id }) => id,
    columns: [
      {
        key: "payout",
        sort: "created_at",
        title: t("payout"),
        day: ({ created_at }) => created_at,
        cell: ({ id, created_at }) => (
          <Link
            href={pageOfRow(`/${locale.tag}/payouts/all/${id}`, listQuery)}
            className="underline underline-offset-4"
          >
            {formatDay(created_at, locale.tag, region.timezone)}
          </Link>
        ),
      },
      {
        key: "vendor",
        title: t("vendor"),
        text: ({ vendor_id }) => names.get(vendor_id) ?? vendor_id,
        cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} />,
      },
      {
        key: "state",
        title: t("state"),
        text: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <PayoutMark state={state} />,
      },
      {
        key: "account",
        title: t("account"),
        text: ({ masked_account }) => masked_account,
        cell: ({ masked_account }) => <bdi dir="ltr">{masked_account}</bdi>,
      },
      {
        key: "commission",
        title: t("commission"),
        amount: ({ amounts: { commission, commission_vat } }) => ({
          ...commission,
          minor: commission.minor + commission_vat.minor,
        }),
      },
      { key: "amount", sort: "amount", title: t("amount"), amount: ({ amount }) => amount },
    ],
  };
}
