import type { VendorOrderDetail } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { REFUND_REASONS } from "@globalmarket/web/orders/refundable";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { refundSale } from "./actions";

interface Props {
  orderId: string;
  part: VendorOrderDetail;
  vendorName: string;
}

/** Refunds a part of what one vendor sold, which the customer keeps: units, shipping and fees, or one amount. */
export async function RefundForm({ orderId, part, vendorName }: Props) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  if (part.refundable.minor <= 0) return null;
  const { currency } = part.total;
  const units = part.lines
    .filter(({ refundable_units }) => refundable_units > 0)
    .map(
      ({ line_id, title, option_text, refundable_units: most }): FieldSpec => ({
        name: `quantity.${line_id}`,
        type: "number",
        label: `${[title, option_text].filter(Boolean).join(", ")} (0–${most})`,
        value: "0",
        min: 0,
        max: most,
      }),
    );
  const hasParts = units.length > 0 || part.refundable_shipping.minor > 0 || part.refundable_fees.minor > 0;
  const amount = (name: "shipping" | "fees" | "amount", label: string, left?: typeof part.total): FieldSpec[] =>
    left && left.minor <= 0
      ? []
      : [{ name, label, optional: t("optional"), dir: "ltr", maxLength: 15, ...(left && { hint: leftOf(left) }) }];
  const leftOf = (left: typeof part.total) => t("at_most", { amount: formatMoney(left, locale.tag) });
  return (
    <Fold title={t("refund_title", { vendor: vendorName })} hint={t("refund_hint")}>
      <FieldForm
        id={`refund-${part.id}`}
        action={refundSale}
        submit={t("refund")}
        confirm={t("refund_confirm")}
        look="danger"
        fields={[
          { name: "order", type: "hidden", value: orderId },
          { name: "part", type: "hidden", value: part.id },
          keyField(),
          ...units,
          ...amount("shipping", t("refund_shipping", { currency }), part.refundable_shipping),
          ...amount("fees", t("refund_fees", { currency }), part.refundable_fees),
          ...amount("amount", t(hasParts ? "refund_amount" : "refund_amount_only", { currency }), part.refundable),
          {
            name: "reason",
            type: "select",
            label: t("reason"),
            options: REFUND_REASONS.map((value) => ({ value, label: t(`refund_reasons.${value}`) })),
          },
          { name: "note", label: t("refund_note"), optional: t("optional"), maxLength: 500 },
          { name: "as_store_credit", type: "checkbox", label: t("as_store_credit") },
        ]}
      />
    </Fold>
  );
}
