import type { OrderDetail, OrderPartDetail } from "@globalmarket/api";

/** A line of an order with what has become of its units. */
export interface LineUnits {
  lineId: string;
  title: string;
  optionText: string;
  ordered: number;
  canceled: number;
  /** Neither sent nor canceled. */
  open: number;
}

/** The units of each line of a part, or of all lines while the order is not divided into parts yet. */
export function unitsOf(
  order: Pick<OrderDetail, "quote">,
  part: Pick<OrderPartDetail, "line_ids" | "canceled" | "shipments">,
): LineUnits[] {
  const lines = order.quote.lines.filter(({ line_id }) => part.line_ids.includes(line_id));
  return lines.map(({ line_id, title, option_text, quantity }) => {
    const canceled = part.canceled[line_id] ?? 0;
    const sent = part.shipments
      .flatMap((shipment) => shipment.lines)
      .filter((one) => one.line_id === line_id)
      .reduce((sum, one) => sum + one.quantity, 0);
    const open = Math.max(0, quantity - canceled - sent);
    return { lineId: line_id, title, optionText: option_text, ordered: quantity, canceled, open };
  });
}

const CANCELABLE = ["awaiting_payment", "confirmed", "partly_shipped"];

/** What a customer can still cancel. The API has the last word: a vendor may send it at this moment. */
export function cancelableUnits(order: Pick<OrderDetail, "quote" | "parts" | "state">): LineUnits[] {
  if (!CANCELABLE.includes(order.state)) return [];
  return order.parts.flatMap((part) => unitsOf(order, part)).filter(({ open }) => open > 0);
}

/** The wanted quantities in a form, by line: fields named `<what>.<line>`, such as `cancel.line_1`. */
export function readUnits(form: FormData, what: string): { line_id: string; quantity: number }[] {
  const start = `${what}.`;
  return [...form].flatMap(([name, value]) => {
    const quantity = Number(value);
    const isWanted = name.startsWith(start) && Number.isSafeInteger(quantity) && quantity > 0;
    return isWanted ? [{ line_id: name.slice(start.length), quantity }] : [];
  });
}
