import type { OrderDetail, OrderPartDetail, PartRefund, Shipment } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { PackageCheck } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LinePicture } from "@/features/cart/line-picture";
import { currentShop } from "@/server/shop";
import { StateMark } from "./state-mark";

interface Props {
  order: OrderDetail;
  part: OrderPartDetail;
  /** Below what is sent. */
  children?: ReactNode;
}

/** What one vendor sends, and how far it is. */
export async function OrderPart({ order, part, children }: Props) {
  const t = await getTranslations("orders");
  const { locale } = await currentShop();
  const id = `part-${part.vendor_id}`;
  const delivery = order.quote.parts.find(({ vendor_id }) => vendor_id === part.vendor_id)?.shipping_name;
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-raised px-5 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3 border-line border-b pb-3">
        <h2 id={id} className="font-semibold">
          <bdi>{part.vendor_name}</bdi>
          {delivery && <span className="block font-normal text-muted text-sm">{delivery}</span>}
        </h2>
        <StateMark state={part.state} />
      </div>
      <ul className="divide-y divide-line">
        {order.quote.lines
          .filter(({ line_id }) => part.line_ids.includes(line_id))
          .map((line) => (
            <li key={line.line_id} className="flex items-center gap-4 py-4 last:pb-1">
              <LinePicture image={line.image} className="size-16" />
              <div className="min-w-0 flex-1">
                <Link href={`/${locale.tag}/products/${line.slug}`} className="underline-offset-4 hover:underline">
                  <bdi>{line.title}</bdi>
                </Link>
                <p className="text-muted text-sm">
                  {line.option_text && <bdi>{line.option_text} · </bdi>}
                  {t("units", { count: line.quantity })}
                </p>
                {part.canceled[line.line_id] ? (
                  <p className="text-sale text-sm">
                    {t("units_canceled", { count: part.canceled[line.line_id] ?? 0 })}
                  </p>
                ) : null}
              </div>
              <span className="tabular-nums">{formatMoney(line.total, locale.tag)}</span>
            </li>
          ))}
      </ul>
      {part.refunds.filter(isForKept).map((refund) => (
        <p key={refund.id} className="border-line border-t py-3 text-sm">
          {t("part_refunded", { amount: formatMoney(refund.amount, locale.tag) })}
          {refund.reason_code && <span className="text-muted"> · {t(`refund_reasons.${refund.reason_code}`)}</span>}
          {refund.reason && <bdi className="block text-muted">{refund.reason}</bdi>}
        </p>
      ))}
      {part.shipments.map((shipment, place) => (
        <Parcel key={shipment.id} shipment={shipment} number={place + 1} />
      ))}
      {children}
    </section>
  );
}

/** Of canceled units the line says it already. */
const isForKept = ({ cause, amount }: PartRefund) => (cause === "refund" || cause === "return") && amount.minor > 0;

async function Parcel({ shipment, number }: { shipment: Shipment; number: number }) {
  const t = await getTranslations("orders");
  const format = await getFormatter();
  const { region } = await currentShop();
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", timeZone: region.timezone });
  const state = () => {
    if (shipment.failure) return t(`failures.${shipment.failure}`);
    if (shipment.delivered_at) return t("delivered_on", { day: day(shipment.delivered_at) });
    return t("shipped_on", { day: day(shipment.shipped_at) });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t py-3 text-sm">
      <PackageCheck aria-hidden className="size-5 text-brand" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{t("parcel", { number })}</span> · {state()}
        <span className="block text-muted">
          <bdi>{shipment.carrier}</bdi> <bdi dir="ltr">{shipment.tracking_number}</bdi>
        </span>
      </p>
      {shipment.tracking_url && (
        <a
          href={shipment.tracking_url}
          rel="noreferrer"
          className="inline-flex min-h-11 items-center font-medium underline underline-offset-4"
        >
          {t("track")}
          <span className="sr-only"> {t("parcel", { number })}</span>
        </a>
      )}
    </div>
  );
}
