import type { PayoutRunDetail } from "@globalmarket/api";
import { DataTable } from "@globalmarket/ui/data-table";
import { Panel } from "@globalmarket/web/frame/panel";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/features/money/amount";
import { VendorLink } from "@/features/vendor-names/vendor-link";

type PreviewLine = PayoutRunDetail["preview"][number];

interface Props {
  lines: PreviewLine[];
  names: ReadonlyMap<string, string>;
}

/** Who would be paid, and what. */
export async function WouldPay({ lines, names }: Props) {
  const t = await getTranslations("payouts");
  return (
    <Panel title={t("would_pay")}>
      {lines.length > 0 ? (
        <DataTable
          caption={t("would_pay")}
          rows={lines}
          rowKey={({ vendor_id }) => vendor_id}
          columns={[
            { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
            { title: t("bookings"), isNumber: true, cell: ({ row_count }) => row_count },
            { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
          ]}
        />
      ) : (
        <p className="text-muted">{t("would_pay_nobody")}</p>
      )}
    </Panel>
  );
}

/** Who is not paid although there are bookings to pay, and why. */
export async function NotPaid({ lines, names }: Props) {
  if (!lines.length) return null;
  const t = await getTranslations("payouts");
  return (
    <Panel title={t("not_paid")}>
      <DataTable
        caption={t("not_paid")}
        rows={lines}
        rowKey={({ vendor_id, payout_id }) => `${vendor_id} ${payout_id}`}
        columns={[
          { title: t("vendor"), cell: ({ vendor_id }) => <VendorLink id={vendor_id} names={names} /> },
          {
            title: t("why_not"),
            cell: ({ ineligibility_reason: why }) => (
              <p className="max-w-md whitespace-normal">{why && t(`ineligible.${why}`)}</p>
            ),
          },
          { title: t("bookings"), isNumber: true, cell: ({ row_count }) => row_count },
          { title: t("amount"), isNumber: true, cell: ({ amount }) => <Amount of={amount} /> },
        ]}
      />
    </Panel>
  );
}
