import { formatMoney } from "@globalmarket/money";
import { Link } from "@globalmarket/web/frame/link";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { NoOrders, OrderList } from "@/features/account/order-list";
import { listAddresses, listOrders, listStoreCredit } from "@/features/account/reads";
import { AddressLines } from "@/features/address/address-lines";
import { currentShop } from "@/server/shop";

const SHOWN = 3;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title"), robots: { index: false } };
}

export default async function AccountPage() {
  const customer = await requirePerson("/account");
  const t = await getTranslations("account");
  const { locale } = await currentShop();
  const [orders, addresses, credits] = await Promise.all([listOrders(SHOWN), listAddresses(), listStoreCredit()]);
  const home = `/${locale.tag}/account`;
  const delivered = addresses.find((saved) => saved.is_default_shipping) ?? addresses[0];
  const more = "py-2 text-sm underline underline-offset-4";
  return (
    <AccountFrame section="overview" title={t("hello", { name: customer.name })}>
      <section aria-labelledby="orders" className="flex flex-col gap-3">
        <div className="flex items-baseline justify-between gap-4">
          <h2 id="orders" className="font-semibold text-xl">
            {t("last_orders")}
          </h2>
          {orders.items.length > 0 && (
            <Link href={`${home}/orders`} className={more}>
              {t("all_orders")}
            </Link>
          )}
        </div>
        {orders.items.length > 0 ? <OrderList orders={orders.items} /> : <NoOrders />}
      </section>
      <div className="grid gap-4 sm:grid-cols-2">
        <section aria-labelledby="delivery" className="flex flex-col gap-2 rounded-xl border border-line p-5">
          <h2 id="delivery" className="font-semibold text-lg">
            {t("delivery_address")}
          </h2>
          {delivered ? <AddressLines address={delivered.address} /> : <p className="text-muted">{t("no_address")}</p>}
          <Link href={`${home}/addresses`} className={`${more} mt-auto self-start`}>
            {t("manage_addresses")}
          </Link>
        </section>
        <section aria-labelledby="you" className="flex flex-col gap-2 rounded-xl border border-line p-5">
          <h2 id="you" className="font-semibold text-lg">
            {t("your_details")}
          </h2>
          <p className="flex flex-col items-start">
            <bdi>{customer.name}</bdi>
            <bdi dir="ltr" className="break-all">
              {customer.email}
            </bdi>
            {customer.phone && <bdi dir="ltr">{customer.phone}</bdi>}
          </p>
          <Link href={`${home}/profile`} className={`${more} mt-auto self-start`}>
            {t("edit_profile")}
          </Link>
        </section>
        {credits.length > 0 && (
          <section aria-labelledby="credit" className="flex flex-col gap-2 rounded-xl border border-line p-5">
            <h2 id="credit" className="font-semibold text-lg">
              {t("store_credit")}
            </h2>
            {credits.map(({ id, balance }) => (
              <p key={id} className="font-semibold text-lg tabular-nums">
                {formatMoney(balance, locale.tag)}
              </p>
            ))}
            <p className="text-muted text-sm">{t("store_credit_hint")}</p>
          </section>
        )}
      </div>
    </AccountFrame>
  );
}
