import { formatDay, languageName } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { FactList } from "@globalmarket/web/frame/fact-list";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { Panel } from "@globalmarket/web/frame/panel";
import { RowTable } from "@globalmarket/web/lists/row-table";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { Addresses } from "@/features/customers/addresses";
import { Blocking } from "@/features/customers/blocking";
import { CustomerMark } from "@/features/customers/customer-table";
import { CUSTOMER_DONE } from "@/features/customers/done";
import { Privacy } from "@/features/customers/privacy";
import { getCustomer, listAddresses, listCopies } from "@/features/customers/reads";
import { OfferSupportView } from "@/features/customers/support-view";
import { orderTable } from "@/features/orders/order-table";
import { listOrders } from "@/features/orders/reads";

type Props = PageProps<"/[locale]/customers/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("customers");
  return { title: t("customer") };
}

export default async function CustomerPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const from = listQueryOf(asked);
  const t = await getTranslations("customers");
  const { locale, region } = await currentSite();
  const home = `/${locale.tag}`;
  return (
    <Gate path={`/customers/${id}`} right="see_customers">
      {async (person) => {
        const customer = await getCustomer(id);
        const copies = mayDo(person, "exercise_privacy") ? await listCopies(id) : null;
        const [{ items }, addresses] = await Promise.all([listOrders({ customer: id }), listAddresses(id)]);
        return (
          <PageFrame
            above={<BackLink href={`${home}/customers${from}`}>{t("title")}</BackLink>}
            title={<bdi>{customer.name || customer.email}</bdi>}
            mark={<CustomerMark isActive={customer.is_active} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(CUSTOMER_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            <Panel title={t("facts")} isNarrow>
              <FactList
                facts={[
                  { name: t("email"), value: <bdi dir="ltr">{customer.email}</bdi> },
                  ...(customer.phone ? [{ name: t("phone"), value: <bdi dir="ltr">{customer.phone}</bdi> }] : []),
                  { name: t("language"), value: languageName(customer.language) },
                  { name: t("since"), value: formatDay(customer.created_at, locale.tag, region.timezone) },
                  { name: t("id"), value: <bdi dir="ltr">{customer.id}</bdi> },
                ]}
              />
            </Panel>
            <Addresses addresses={addresses} />
            {customer.block && (
              <Notice kind="info">
                {t("blocked_because")} <bdi>{customer.block.reason}</bdi>
              </Notice>
            )}
            <section aria-labelledby="orders" className="flex flex-col gap-3">
              <h2 id="orders" className="font-semibold text-lg">
                {t("orders")}
              </h2>
              {items.length > 0 ? (
                <RowTable table={await orderTable(items, { listQuery: `?customer=${id}` })} rows={items} />
              ) : (
                <p className="text-muted">{t("no_orders")}</p>
              )}
            </section>
            <Link
              href={`${home}/mails?recipient=${encodeURIComponent(customer.email)}`}
              className="self-start underline underline-offset-4"
            >
              {t("to_mails")}
            </Link>
            <OfferSupportView customer={customer} />
            {copies && <Privacy customer={customer} copies={copies} from={from} />}
            <Blocking customer={customer} from={from} />
          </PageFrame>
        );
      }}
    </Gate>
  );
}
