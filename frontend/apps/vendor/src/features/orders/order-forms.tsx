import type { VendorOrderDetail, VendorOrderLineDetail } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { Panel } from "@globalmarket/web/frame/panel";
import { cancellationOf, REFUND_REASONS } from "@globalmarket/web/orders/refundable";
import { getTranslations } from "next-intl/server";
import { acceptOrder, cancelLines, refundLines, shipLines } from "./actions";
import { unsent } from "./amounts";

interface Props {
  order: VendorOrderDetail;
}

/** The next step of the order: to take it on, then to send it. */
export async function NextStep({ order }: Props) {
  const t = await getTranslations("orders");
  if (order.state === "new") {
    return (
      <Panel title={t("accept_title")} isNarrow>
        <p className="text-muted">{t("accept_hint")}</p>
        <FieldForm id="accept" action={acceptOrder} submit={t("accept")} fields={[orderField(order), keyField()]} />
      </Panel>
    );
  }
  const open = order.lines.filter((line) => unsent(line) > 0);
  if (!["accepted", "partly_shipped"].includes(order.state) || !open.length) return null;
  return (
    <Panel title={t("ship_title")} isNarrow>
      <p className="text-muted">{t("ship_hint")}</p>
      <FieldForm
        id="ship"
        action={shipLines}
        submit={t("ship")}
        fields={[
          orderField(order),
          keyField(),
          ...open.map((line) => quantityField(line, unsent(line), unsent(line))),
          { name: "carrier", label: t("carrier"), maxLength: 100 },
          {
            name: "tracking_number",
            label: t("tracking"),
            // a courier remits what it collects by this number
            ...(order.courier ? {} : { optional: t("optional") }),
            maxLength: 100,
            dir: "ltr",
          },
          { name: "tracking_url", label: t("tracking_url"), optional: t("optional"), maxLength: 500, dir: "ltr" },
        ]}
      />
    </Panel>
  );
}

/** Cancels units that are not sent. */
export async function CancelLines({ order }: Props) {
  const t = await getTranslations("orders");
  const open = order.lines.filter((line) => unsent(line) > 0);
  if (!open.length) return null;
  const all = open.map((line) => ({ line, quantity: unsent(line) }));
  const isPaid = cancellationOf(order, all).minor > 0;
  return (
    <Fold title={t("cancel_title")} hint={t(isPaid ? "cancel_hint" : "cancel_hint_unpaid")}>
      <FieldForm
        id="cancel"
        action={cancelLines}
        submit={t("cancel")}
        confirm={t("cancel_confirm")}
        look="danger"
        fields={[
          orderField(order),
          keyField(),
          ...open.map((line) => quantityField(line, unsent(line), 0)),
          { name: "reason", label: t("reason"), maxLength: 200 },
        ]}
      />
    </Fold>
  );
}

/** Refunds units that the customer keeps. */
export async function RefundLines({ order }: Props) {
  const t = await getTranslations("orders");
  const open = order.lines.filter((line) => line.refundable_units > 0);
  if (!open.length) return null;
  return (
    <Fold title={t("refund_title")} hint={t("refund_hint")}>
      <FieldForm
        id="refund"
        action={refundLines}
        submit={t("refund")}
        confirm={t("refund_confirm")}
        look="danger"
        fields={[
          orderField(order),
          keyField(),
          ...open.map((line) => quantityField(line, line.refundable_units, 0)),
          {
            name: "reason",
            type: "select",
            label: t("reason"),
            options: REFUND_REASONS.map((value) => ({ value, label: t(`refund_reasons.${value}`) })),
          },
          { name: "note", label: t("refund_note"), optional: t("optional"), maxLength: 500 },
        ]}
      />
    </Fold>
  );
}

function orderField(order: VendorOrderDetail): FieldSpec {
  return { name: "order", type: "hidden", value: order.id };
}

function quantityField(line: VendorOrderLineDetail, most: number, usual: number): FieldSpec {
  const { line_id, title, option_text } = line;
  return {
    name: `quantity.${line_id}`,
    type: "number",
    label: `${[title, option_text].filter(Boolean).join(", ")} (0–${most})`,
    value: String(usual),
    min: 0,
    max: most,
  };
}
