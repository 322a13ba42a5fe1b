"use server";

import type { DeliveryFailureName } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { cancellationOf } from "@globalmarket/web/orders/refundable";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { OrderDone } from "./done";
import { getOrder } from "./reads";

/** A parcel does not reach the customer: what was in it is canceled and refunded, once the vendor has seen how much that is. */
export async function failDelivery(_before: FormState | null, form: FormData): Promise<FormState> {
  const { failure = "", reason = "" } = typed(form, "failure", "reason");
  return change({
    form,
    fields: ["failure", "reason"],
    question: { text: await failQuestion(form), about: failure },
    moveOn: afterwards(form, "delivery_failed"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/shipments/{shipment_id}/fail", {
        ...ofParcel(form, key),
        body: { failure: failure as DeliveryFailureName, reason },
      }),
  });
}

/** What goes back for the units in the parcel at most; nothing where they were to be paid on delivery. */
async function failQuestion(form: FormData): Promise<string> {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const order = await getOrder(String(form.get("order") ?? ""));
  const sent = order.shipments.find(({ id }) => id === form.get("shipment"))?.lines ?? [];
  const chosen = order.lines.map((line) => ({
    line,
    quantity: sent.find(({ line_id }) => line_id === line.line_id)?.quantity ?? 0,
  }));
  const amount = cancellationOf(order, chosen);
  return amount.minor ? t("fail_question", { amount: formatMoney(amount, locale.tag) }) : t("fail_question_unpaid");
}

/** A parcel whose delivery failed is back: what can be sold of it is in stock again. */
export async function receiveParcel(_before: FormState | null, form: FormData): Promise<FormState> {
  const fields = [...form.keys()].filter((name) => name.startsWith("sellable."));
  const wrong = withoutCount(form, fields);
  if (wrong.length) return noCount(form, wrong, fields);
  const sellable = fields.flatMap((name) => {
    const quantity = countOf(form.get(name));
    return quantity ? [{ line_id: name.slice("sellable.".length), quantity }] : [];
  });
  return change({
    form,
    fields,
    moveOn: afterwards(form, "parcel_received"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/orders/{vendor_order_id}/shipments/{shipment_id}/receive", {
        ...ofParcel(form, key),
        body: { sellable, reason: "" },
      }),
  });
}

function ofParcel(form: FormData, key: string) {
  const { order = "", shipment = "" } = typed(form, "order", "shipment");
  return { params: { path: { vendor_order_id: order, shipment_id: shipment }, header: { "Idempotency-Key": key } } };
}

function afterwards(form: FormData, done: OrderDone): string {
  return `/orders/${form.get("order")}?done=${done}`;
}
