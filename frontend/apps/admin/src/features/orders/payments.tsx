import type { OrderDetail, PaymentView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Badge } from "@globalmarket/ui/badge";
import { DataTable } from "@globalmarket/ui/data-table";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { PaymentMark } from "./state-mark";

/** The attempts to pay the order, at which provider, and what became of each. */
export async function Payments({ payments }: { payments: PaymentView[] }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  if (!payments.length) return null;
  return (
    <Panel title={t("payments")}>
      <DataTable
        caption={t("payments")}
        rows={payments}
        rowKey={({ id }) => id}
        columns={[
          {
            title: t("provider"),
            cell: ({ provider, method, id }) => (
              <>
                <span className="block">
                  <bdi>{provider}</bdi> · <bdi>{method}</bdi>
                </span>
                <bdi dir="ltr" className="font-normal text-muted text-xs">
                  {id}
                </bdi>
              </>
            ),
          },
          { title: t("when"), cell: ({ created_at }) => formatTime(created_at, locale.tag, region.timezone) },
          {
            title: t("state"),
            cell: ({ state, failure_code }) => (
              <>
                <PaymentMark state={state} />
                {failure_code && <span className="block text-muted">{failure_code}</span>}
              </>
            ),
          },
          { title: t("amount"), isNumber: true, cell: ({ amount }) => formatMoney(amount, locale.tag) },
          { title: t("captured"), isNumber: true, cell: ({ captured }) => formatMoney(captured, locale.tag) },
          { title: t("refunded_title"), isNumber: true, cell: ({ refunded }) => formatMoney(refunded, locale.tag) },
          {
            title: t("provider_fee"),
            isNumber: true,
            cell: ({ provider_fee }) => formatMoney(provider_fee, locale.tag),
          },
        ]}
      />
    </Panel>
  );
}

/** What went back to the customer, and whether it has arrived. */
export async function Refunds({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  if (!order.refunds.length) return null;
  return (
    <Panel title={t("refunds")}>
      <ul className="flex flex-col gap-3">
        {order.refunds.map(({ id, amount, state, requested_at, completed_at }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="font-medium tabular-nums">{formatMoney(amount, locale.tag)}</span>
            <span className="text-muted text-sm">
              {formatTime(completed_at ?? requested_at, locale.tag, region.timezone)}
            </span>
            <Badge tone={state === "succeeded" ? "good" : "warn"}>{t(`refund_states.${state}`)}</Badge>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
