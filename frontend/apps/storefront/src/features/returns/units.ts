import type { ExchangeOption, ExchangeRefusal, OrderDetail, ReturnablePart, ReturnOptions } from "@globalmarket/api";
import { cancelableUnits } from "@/features/orders/units";

/** Units of one line of which the customer may choose some. */
export interface OpenUnits {
  lineId: string;
  title: string;
  optionText: string;
  vendor: string;
  open: number;
}

/** A line that can be exchanged, with what there is instead. */
export interface Exchangeable {
  lineId: string;
  title: string;
  options: ExchangeOption[];
}

/** The lines for which the customer can have another variant: of those in stock. */
export function exchangeableLines(units: OpenUnits[], { parts }: ReturnOptions): Exchangeable[] {
  return units.flatMap(({ lineId, title, optionText }) => {
    const options = parts
      .flatMap(({ exchanges }) => exchanges[lineId] ?? [])
      .filter(({ available }) => available !== 0);
    return options.length ? [{ lineId, title: [title, optionText].filter(Boolean).join(" "), options }] : [];
  });
}

/** Why lines that have other variants cannot be exchanged, each reason once. */
export function exchangeRefusals(units: OpenUnits[], { parts }: ReturnOptions): ExchangeRefusal[] {
  const open = new Set(units.map(({ lineId }) => lineId));
  const shown = parts.filter((part) => Object.keys(part.units).some((lineId) => open.has(lineId)));
  return [...new Set(shown.flatMap(({ exchange_refusal }) => exchange_refusal ?? []))];
}

type Order = Pick<OrderDetail, "quote" | "parts" | "state">;

function openUnits(order: Order, parts: ReturnablePart[]): OpenUnits[] {
  return order.quote.lines.flatMap(({ line_id, title, option_text }) =>
    parts
      .filter(({ units }) => (units[line_id] ?? 0) > 0)
      .map(({ units, vendor_name }) => ({
        lineId: line_id,
        title,
        optionText: option_text,
        vendor: vendor_name,
        open: units[line_id] ?? 0,
      })),
  );
}

/** What the customer has and may send back, for one reason or another. */
export function returnableUnits(order: Order, { parts }: ReturnOptions): OpenUnits[] {
  return openUnits(
    order,
    parts.filter(({ reasons }) => reasons.length > 0),
  );
}

export interface Withdrawable {
  /** What the customer has, and sends back. */
  delivered: OpenUnits[];
  /** What was not sent: withdrawing cancels it. */
  unsent: OpenUnits[];
}

/** From what the customer may withdraw by law; null where the law does not grant it, or not any more. */
export function withdrawableUnits(order: Order, { parts }: ReturnOptions): Withdrawable | null {
  const granted = parts.filter(({ is_withdrawal_granted }) => is_withdrawal_granted);
  if (!granted.length) return null;
  // An order hears of a delivery a moment after what can be returned does.
  const delivered = (lineId: string) => granted.reduce((sum, { units }) => sum + (units[lineId] ?? 0), 0);
  const vendors = new Map(granted.map(({ vendor_order_id, vendor_name }) => [vendor_order_id, vendor_name]));
  const unsent = order.parts
    .filter(({ vendor_order_id }) => vendors.has(vendor_order_id))
    .flatMap((part) =>
      cancelableUnits({ ...order, parts: [part] }).map(({ lineId, title, optionText, ordered, canceled, open }) => ({
        lineId,
        title,
        optionText,
        vendor: part.vendor_name,
        open: Math.min(open, ordered - canceled - delivered(lineId)),
      })),
    )
    .filter(({ open }) => open > 0);
  return { delivered: openUnits(order, granted), unsent };
}

/** How many units are on their way: they can be returned once they have been delivered. */
export function unitsOnTheirWay(order: Pick<OrderDetail, "parts">): number {
  return order.parts
    .flatMap(({ shipments }) => shipments)
    .filter(({ delivered_at, failure }) => !delivered_at && !failure)
    .flatMap(({ lines }) => lines)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}
