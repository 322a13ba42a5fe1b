import type { VendorOrderDetail } from "@globalmarket/api";
import { countryName } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";

/** Where the products go. The address is gone once the customer has had it erased. */
export async function DeliveryAddress({ order }: { order: VendorOrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const { shipping_address: address } = order;
  const lines = address && [
    address.name,
    address.company,
    address.line1,
    address.line2,
    address.area,
    address.landmark,
    [address.postcode, address.city].filter(Boolean).join(" "),
    address.region,
    countryName(address.country, locale.language),
  ];
  return (
    <Panel title={t("ship_to")}>
      <address className="flex flex-col not-italic">
        {lines?.filter(Boolean).map((line) => (
          <span key={line}>
            <bdi>{line}</bdi>
          </span>
        ))}
        {address?.phone && (
          <span>
            <bdi dir="ltr">{address.phone}</bdi>
          </span>
        )}
        {!address && t("no_address")}
      </address>
      <p className="text-muted text-sm">
        {t("shipping_method")}: <bdi>{order.shipping_name}</bdi>
      </p>
      {order.note && (
        <p className="text-sm">
          {t("note")}: <bdi>{order.note}</bdi>
        </p>
      )}
    </Panel>
  );
}

/** The order's amounts, as the API has them. */
export async function Amounts({ order }: { order: VendorOrderDetail }) {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  const money = (amount: VendorOrderDetail["total"]) => formatMoney(amount, locale.tag);
  const collector = order.courier ? t("courier_collects", { courier: order.courier }) : t("to_collect");
  return (
    <Panel title={t("amounts")}>
      <FactList
        facts={[
          { name: t("shipping"), value: money(order.shipping) },
          ...(order.fees.minor ? [{ name: t("fees"), value: money(order.fees) }] : []),
          { name: t("total_paid"), value: money(order.total), isStrong: true },
          ...(order.refunded.minor ? [{ name: t("refunded_title"), value: money(order.refunded) }] : []),
          ...(order.withheld.minor ? [{ name: t("withheld"), value: money(order.withheld) }] : []),
          ...(order.amount_to_collect ? [{ name: collector, value: money(order.amount_to_collect) }] : []),
        ]}
      />
      <p className="text-muted text-sm">{t("amounts_hint")}</p>
    </Panel>
  );
}
