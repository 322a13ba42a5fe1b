import type { Address, OrderDetail } from "@globalmarket/api";
import { formatMoney, type Money } from "@globalmarket/money";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { addressLines } from "@/features/address/lines";
import { PaidMark } from "./state-mark";

/** What the customer pays, for what, and what went back. */
export async function Amounts({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const { quote } = order;
  const money = (amount: Money) => formatMoney(amount, locale.tag);
  const unlessZero = (name: string, amount: Money | null) => (amount?.minor ? [{ name, value: money(amount) }] : []);
  return (
    <Panel title={t("amounts")}>
      <div className="self-start">
        <PaidMark status={order.payment_status} />
      </div>
      <FactList
        facts={[
          { name: t("items"), value: money(quote.items_total) },
          { name: t("shipping"), value: money(quote.shipping_total) },
          ...unlessZero(t("fees"), quote.fees_total),
          { name: t("total"), value: money(order.total), isStrong: true },
          { name: t("tax_included"), value: money(quote.tax_total) },
          ...quote.tenders.map(({ kind, amount }) => ({ name: t(`tenders.${kind}`), value: money(amount) })),
          ...unlessZero(t("paid"), order.paid),
          ...unlessZero(t("refunded_title"), order.refunded),
          ...unlessZero(t("refund_pending"), order.refund_pending),
        ]}
      />
    </Panel>
  );
}

/** Who ordered, and where it goes. Addresses are gone once the customer has had them erased. */
export async function Customer({ order }: { order: OrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  return (
    <Panel title={t("customer")}>
      <p>
        <bdi dir="ltr" className="wrap-anywhere">
          {order.email}
        </bdi>
      </p>
      <Place title={t("ship_to")} address={order.shipping_address} language={locale.language} none={t("no_address")} />
      {order.billing_address && (
        <Place title={t("bill_to")} address={order.billing_address} language={locale.language} none="" />
      )}
      {order.note && (
        <p className="text-sm">
          {t("note")}: <bdi>{order.note}</bdi>
        </p>
      )}
    </Panel>
  );
}

interface PlaceProps {
  title: string;
  address: Address | null;
  language: string;
  /** What stands in place of an address that is gone. */
  none: string;
}

function Place({ title, address, language, none }: PlaceProps) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-muted text-sm">{title}</h3>
      <address className="flex flex-col not-italic">
        {address
          ? addressLines(address, language).map((line) => (
              <span key={line}>
                <bdi>{line}</bdi>
              </span>
            ))
          : none}
        {address?.phone && (
          <span>
            <bdi dir="ltr">{address.phone}</bdi>
          </span>
        )}
      </address>
    </div>
  );
}
