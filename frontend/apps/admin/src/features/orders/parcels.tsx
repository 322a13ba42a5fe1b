import type { MyProfile, Shipment, VendorOrderDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { reasonField } from "@/features/forms/reasoned";
import { failDelivery, receiveParcel } from "./actions";
import { FAILURES } from "./failures";

interface Props {
  orderId: string;
  part: VendorOrderDetail;
  person: MyProfile;
}

/** What the vendor sent, parcel by parcel, and what became of each. */
export async function Parcels({ orderId, part, person }: Props) {
  const t = await getTranslations("orders");
  if (!part.shipments.length) return null;
  const mayHandle = mayDo(person, "handle_parcels");
  return (
    <div className="flex flex-col gap-4">
      {part.shipments.map((shipment, place) => (
        <div key={shipment.id} className="flex flex-col gap-3">
          <h3 className="font-medium">
            {t("parcel", { number: place + 1 })} · <bdi>{shipment.carrier}</bdi>
          </h3>
          <Facts part={part} shipment={shipment} />
          {mayHandle && !shipment.delivered_at && !shipment.failed_at && <Fail orderId={orderId} shipment={shipment} />}
          {mayHandle && shipment.failed_at && !shipment.received_at && (
            <Receive orderId={orderId} part={part} shipment={shipment} />
          )}
        </div>
      ))}
    </div>
  );
}

async function Facts({ part, shipment }: { part: VendorOrderDetail; shipment: Shipment }) {
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  const { tracking_number, shipped_at, delivered_at, failed_at, failure, received_at } = shipment;
  const time = (at: string) => formatTime(at, locale.tag, region.timezone);
  const facts = [
    t("sent_on", { time: time(shipped_at) }),
    ...(delivered_at ? [t("delivered_on", { time: time(delivered_at) })] : []),
    ...(failed_at && failure ? [`${t(`timeline.delivery_${failure}`)} ${time(failed_at)}`] : []),
    ...(received_at ? [`${t("timeline.shipment_received")} ${time(received_at)}`] : []),
  ];
  return (
    <div className="text-sm">
      <ul>
        {shipment.lines.map(({ line_id, quantity }) => (
          <li key={line_id}>
            {quantity} × <bdi>{part.lines.find((line) => line.line_id === line_id)?.title}</bdi>
          </li>
        ))}
      </ul>
      {tracking_number && (
        <p>
          {t("tracking")}: <bdi dir="ltr">{tracking_number}</bdi>
        </p>
      )}
      <p className="text-muted">{facts.join(" · ")}</p>
    </div>
  );
}

async function Fail({ orderId, shipment }: { orderId: string; shipment: Shipment }) {
  const t = await getTranslations("orders");
  return (
    <Fold title={t("fail_title")} hint={t("fail_hint")}>
      <FieldForm
        id={`fail-${shipment.id}`}
        action={failDelivery}
        submit={t("fail")}
        confirm={t("fail_confirm")}
        look="danger"
        fields={[
          { name: "order", type: "hidden", value: orderId },
          { name: "shipment", type: "hidden", value: shipment.id },
          keyField(),
          {
            name: "failure",
            type: "select",
            label: t("failure"),
            options: FAILURES.map((value) => ({ value, label: t(`timeline.delivery_${value}`) })),
          },
          await reasonField(),
        ]}
      />
    </Fold>
  );
}

async function Receive({ orderId, part, shipment }: { orderId: string; part: VendorOrderDetail; shipment: Shipment }) {
  const t = await getTranslations("orders");
  return (
    <Fold title={t("receive_title")} hint={t("receive_hint")}>
      <FieldForm
        id={`receive-${shipment.id}`}
        action={receiveParcel}
        submit={t("receive")}
        look="secondary"
        fields={[
          { name: "order", type: "hidden", value: orderId },
          { name: "shipment", type: "hidden", value: shipment.id },
          keyField(),
          ...shipment.lines.map(({ line_id, quantity }) => ({
            name: `sellable.${line_id}`,
            type: "number" as const,
            label: `${part.lines.find((line) => line.line_id === line_id)?.title} (0–${quantity})`,
            value: String(quantity),
            min: 0,
            max: quantity,
          })),
          await reasonField({ isOptional: true }),
        ]}
      />
    </Fold>
  );
}
