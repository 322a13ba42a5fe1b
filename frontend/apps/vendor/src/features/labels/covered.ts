import type { LabelView, VendorOrderDetail, VendorOrderLineDetail } from "@globalmarket/api";
import { unsent } from "../orders/amounts";

const WAITING: LabelView["state"][] = ["buying", "unknown", "bought", "shipping", "voiding"];

/** The order's lines of which units have neither been sent nor have a label, with how many. */
export function withoutLabel(
  order: Pick<VendorOrderDetail, "lines">,
  labels: Pick<LabelView, "state" | "lines">[],
): { line: VendorOrderLineDetail; units: number }[] {
  const waiting = labels.filter(({ state }) => WAITING.includes(state)).flatMap(({ lines }) => lines);
  return order.lines
    .map((line) => {
      const labelled = waiting.filter(({ line_id }) => line_id === line.line_id);
      return { line, units: unsent(line) - labelled.reduce((sum, { quantity }) => sum + quantity, 0) };
    })
    .filter(({ units }) => units > 0);
}
