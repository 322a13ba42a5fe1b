import type { CartQuote, Quote } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

type Amounts = Pick<
  CartQuote & Quote,
  | "adjustments"
  | "amount_due"
  | "fees_total"
  | "items_total"
  | "shipping_total"
  | "taxes"
  | "tax_total"
  | "tenders"
  | "total"
>;

interface Props {
  quote: Amounts;
  /** Some delivery is not chosen yet, so its costs are not in the total. */
  lacksDelivery?: boolean;
}

/** What it costs, as the quote says: nothing is added up here. */
export async function Totals({ quote, lacksDelivery = false }: Props) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const amount = (money: Money) => formatMoney(money, locale.tag);
  const delivery = quote.shipping_total.minor ? amount(quote.shipping_total) : t("free");
  return (
    <dl className="flex flex-col gap-2 tabular-nums">
      <Row label={t("items")} value={amount(quote.items_total)} />
      <Row label={t("delivery")} value={lacksDelivery ? t("not_chosen") : delivery} />
      {quote.fees_total.minor > 0 && <Row label={t("fees")} value={amount(quote.fees_total)} />}
      <Row
        label={t("total")}
        value={amount(quote.total)}
        className="mt-1 border-line border-t pt-3 font-bold text-lg"
      />
      {quote.taxes.map(({ rate_bp, tax }) => (
        <Row
          key={rate_bp}
          label={t("contains_vat", { rate: rate_bp / 10_000 })}
          value={amount(tax)}
          className="text-muted text-sm"
        />
      ))}
      {quote.tenders.map(({ kind, reference, amount: paid }) => (
        <Row
          key={`${kind} ${reference}`}
          label={t(`tenders.${kind}`)}
          value={amount({ ...paid, minor: -paid.minor })}
        />
      ))}
      {quote.tenders.length > 0 && (
        <Row label={t("amount_due")} value={amount(quote.amount_due)} className="font-semibold" />
      )}
    </dl>
  );
}

function Row({ label, value, className = "" }: { label: string; value: string; className?: string }) {
  return (
    <div className={`flex items-baseline justify-between gap-4 ${className}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
