import type { MyProfile, OrderPartDetail, VendorOrderDetail } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import { DataTable } from "@globalmarket/ui/data-table";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { Parcels } from "./parcels";
import { OrderMark } from "./state-mark";

interface Props {
  orderId: string;
  part: VendorOrderDetail;
  /** The same part as the customer's order names it. */
  named: OrderPartDetail | undefined;
  person: MyProfile;
}

/** What one vendor sold in the order: lines, amounts, parcels and what was taken back. */
export async function Part({ orderId, part, named, person }: Props) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const money = (amount: Money) => formatMoney(amount, locale.tag);
  const unlessZero = (name: string, amount: Money) => (amount.minor ? [{ name, value: money(amount) }] : []);
  return (
    <Panel title={t("part_of", { vendor: named?.vendor_name ?? part.number })}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <OrderMark state={part.state} />
        <bdi dir="ltr" className="text-muted">
          {part.number}
        </bdi>
        {named && (
          <Link href={`/${locale.tag}/vendors/${named.vendor_id}`} className="underline underline-offset-4">
            {t("to_vendor")}
          </Link>
        )}
        {mayDo(person, "handle_money") && (
          <Link href={`/${locale.tag}/holds?vendor_order_id=${part.id}`} className="underline underline-offset-4">
            {t("to_hold")}
          </Link>
        )}
      </div>
      <Lines part={part} />
      <div className="grid gap-6 lg:grid-cols-2">
        <FactList
          facts={[
            { name: t("shipping"), value: money(part.shipping) },
            ...unlessZero(t("fees"), part.fees),
            { name: t("total"), value: money(part.total), isStrong: true },
            ...unlessZero(t("refunded_title"), part.refunded),
            ...unlessZero(t("withheld"), part.withheld),
            ...(part.amount_to_collect ? unlessZero(t("to_collect"), part.amount_to_collect) : []),
          ]}
        />
        <Reversals part={part} named={named} />
      </div>
      <Parcels orderId={orderId} part={part} person={person} />
    </Panel>
  );
}

async function Lines({ part }: { part: VendorOrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const money = (amount: Money) => formatMoney(amount, locale.tag);
  return (
    <DataTable
      caption={t("lines")}
      rows={part.lines}
      rowKey={({ line_id }) => line_id}
      columns={[
        {
          title: t("product"),
          cell: ({ title, option_text, sku }) => (
            <div className="max-w-72 whitespace-normal">
              <bdi className="block">{title}</bdi>
              <span className="font-normal text-muted">
                <bdi>{option_text}</bdi> <bdi dir="ltr">{sku}</bdi>
              </span>
            </div>
          ),
        },
        { title: t("ordered"), isNumber: true, cell: ({ quantity }) => quantity },
        { title: t("sent"), isNumber: true, cell: ({ shipped }) => shipped },
        { title: t("delivered_units"), isNumber: true, cell: ({ delivered }) => delivered },
        { title: t("canceled"), isNumber: true, cell: ({ canceled }) => canceled },
        { title: t("unit_price"), isNumber: true, cell: ({ unit_price }) => money(unit_price) },
        { title: t("total"), isNumber: true, cell: ({ total }) => money(total) },
        { title: t("commission"), isNumber: true, cell: ({ commission }) => money(commission) },
        { title: t("commission_vat"), isNumber: true, cell: ({ commission_vat }) => money(commission_vat) },
      ]}
    />
  );
}

/** What was taken back of the sale, why, and what of it went back to the customer. */
async function Reversals({ part, named }: { part: VendorOrderDetail; named: OrderPartDetail | undefined }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  if (!part.reversals.length) return null;
  const amounts = new Map(named?.refunds.map(({ id, amount }) => [id, formatMoney(amount, locale.tag)]));
  const about = ({ id, reason_code, lines }: VendorOrderDetail["reversals"][number]) => {
    const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    return [
      amounts.get(id),
      units > 0 && t("units", { count: units }),
      reason_code && t(`refund_reasons.${reason_code}`),
    ].filter(Boolean);
  };
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-muted text-sm">{t("reversals")}</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {part.reversals.map((reversal) => (
          <li key={reversal.id}>
            <span className="font-medium">{t(`causes.${reversal.cause}`)}</span>
            {` · ${about(reversal).join(" · ")}`}
            {reversal.reason && <bdi className="block text-muted">{reversal.reason}</bdi>}
          </li>
        ))}
      </ul>
    </div>
  );
}
