import type { Shipment, VendorOrderDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { failDelivery, receiveParcel } from "./parcel-actions";

const FAILURES = ["refused", "undeliverable", "lost", "returned"] as const;

interface Props {
  order: VendorOrderDetail;
  shipment: Shipment;
}

/** A parcel that does not arrive, and one that is back. */
export async function FailedParcel({ order, shipment }: Props) {
  if (shipment.delivered_at || shipment.received_at) return null;
  return shipment.failed_at ? (
    <Receive order={order} shipment={shipment} />
  ) : (
    <Fail order={order} shipment={shipment} />
  );
}

function named({ order, shipment }: Props): FieldSpec[] {
  return [
    { name: "order", type: "hidden", value: order.id },
    { name: "shipment", type: "hidden", value: shipment.id },
    keyField(),
  ];
}

async function Fail({ order, shipment }: Props) {
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
          ...named({ order, shipment }),
          {
            name: "failure",
            type: "select",
            label: t("failure"),
            options: FAILURES.map((value) => ({ value, label: t(`timeline.delivery_${value}`) })),
          },
          { name: "reason", label: t("reason"), maxLength: 500 },
        ]}
      />
    </Fold>
  );
}

async function Receive({ order, shipment }: Props) {
  const t = await getTranslations("orders");
  return (
    <Fold title={t("receive_title")} hint={t("receive_hint")}>
      <FieldForm
        id={`receive-${shipment.id}`}
        action={receiveParcel}
        submit={t("receive")}
        look="secondary"
        fields={[
          ...named({ order, shipment }),
          ...shipment.lines.map(
            ({ line_id, quantity }): FieldSpec => ({
              name: `sellable.${line_id}`,
              type: "number",
              label: `${order.lines.find((line) => line.line_id === line_id)?.title} (0–${quantity})`,
              value: String(quantity),
              min: 0,
              max: quantity,
            }),
          ),
        ]}
      />
    </Fold>
  );
}
