import type { Shipment, VendorOrderDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { markDelivered } from "./actions";
import { FailedParcel } from "./failed-parcel";

interface Props {
  order: VendorOrderDetail;
  mayFulfil: boolean;
}

/** What was sent, parcel by parcel. */
export async function Parcels({ order, mayFulfil }: Props) {
  const t = await getTranslations("orders");
  if (!order.shipments.length) return null;
  return (
    <Panel title={t("parcels")}>
      <ul className="flex flex-col divide-y divide-line">
        {order.shipments.map((shipment, place) => (
          <li key={shipment.id} className="flex flex-wrap items-start justify-between gap-4 py-3">
            <Parcel order={order} shipment={shipment} number={place + 1} />
            {mayFulfil && !shipment.delivered_at && !shipment.failed_at && (
              <FieldForm
                id={shipment.id}
                action={markDelivered}
                submit={t("mark_delivered")}
                look="secondary"
                fields={[
                  { name: "order", type: "hidden", value: order.id },
                  { name: "shipment", type: "hidden", value: shipment.id },
                  keyField(),
                ]}
              />
            )}
            {mayFulfil && <FailedParcel order={order} shipment={shipment} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

async function Parcel({ order, shipment, number }: { order: VendorOrderDetail; shipment: Shipment; number: number }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  const { carrier, tracking_number, tracking_url, shipped_at, delivered_at, failure } = shipment;
  const time = (at: string) => formatTime(at, locale.tag, region.timezone);
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-semibold">
        {t("parcel", { number })} · <bdi>{carrier}</bdi>
      </h3>
      <ul className="text-sm">
        {shipment.lines.map(({ line_id, quantity }) => (
          <li key={line_id}>
            {quantity} × <bdi>{order.lines.find((line) => line.line_id === line_id)?.title}</bdi>
          </li>
        ))}
      </ul>
      {tracking_number && (
        <p className="text-sm">
          {t("tracking")}:{" "}
          {tracking_url ? (
            <a href={tracking_url} rel="noreferrer" target="_blank" className="underline underline-offset-4">
              <bdi dir="ltr">{tracking_number}</bdi>
            </a>
          ) : (
            <bdi dir="ltr">{tracking_number}</bdi>
          )}
        </p>
      )}
      <p className="text-muted text-sm">
        {t("sent_on", { time: time(shipped_at) })}
        {delivered_at && ` · ${t("delivered_on", { time: time(delivered_at) })}`}
        {failure && ` · ${t(`timeline.delivery_${failure}`)}`}
      </p>
    </div>
  );
}
