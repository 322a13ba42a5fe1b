import { formatTime } from "@globalmarket/i18n";
import { Notice } from "@globalmarket/ui/notice";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { Link } from "@globalmarket/web/frame/link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Gate } from "@/features/access/gate";
import { mayDo } from "@/features/access/rights";
import { MailPanel } from "@/features/mails/mail-panel";
import { MessagesPanel } from "@/features/order-messages/messages-panel";
import { ORDER_DONE } from "@/features/orders/done";
import { Amounts, Customer } from "@/features/orders/facts";
import { Part } from "@/features/orders/part";
import { Payments, Refunds } from "@/features/orders/payments";
import { getOrder, listPayments } from "@/features/orders/reads";
import { RefundForm } from "@/features/orders/refund-form";
import { OrderMark } from "@/features/orders/state-mark";
import { Timeline } from "@/features/orders/timeline";

type Props = PageProps<"/[locale]/orders/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("order") };
}

export default async function OrderPage({ params, searchParams }: Props) {
  const { id } = await params;
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  const asked = await searchParams;
  const home = `/${locale.tag}`;
  return (
    <Gate path={`/orders/${id}`} right="see_orders">
      {async (person) => {
        const { order, vendor_orders: parts } = await getOrder(id);
        const payments = mayDo(person, "see_payments") ? await listPayments(id) : [];
        const named = new Map(order.parts.map((part) => [part.vendor_order_id, part]));
        const placed = formatTime(order.placed_at, locale.tag, region.timezone);
        return (
          <PageFrame
            above={<BackLink href={`${home}/orders${listQueryOf(asked)}`}>{t("title")}</BackLink>}
            title={
              <>
                {t("order")} <bdi dir="ltr">{order.number}</bdi>
              </>
            }
            mark={<OrderMark state={order.state} />}
          >
            <Done
              asked={asked.done}
              messages={Object.fromEntries(ORDER_DONE.map((name) => [name, t(`done.${name}`)]))}
            />
            {order.closed_reason && <Notice kind="info">{order.closed_reason}</Notice>}
            <p className="text-muted">{t("placed_on", { time: placed })}</p>
            <nav aria-label={t("more")} className="flex flex-wrap gap-x-6 gap-y-2">
              {mayDo(person, "see_customers") && (
                <Link
                  href={`${home}/customers${writeFilters({ email: order.email })}`}
                  className="underline underline-offset-4"
                >
                  {t("to_customer")}
                </Link>
              )}
              <Link href={`${home}/returns${writeFilters({ order_id: id })}`} className="underline underline-offset-4">
                {t("to_returns")}
              </Link>
              <Link href={`${home}/invoices${writeFilters({ order_id: id })}`} className="underline underline-offset-4">
                {t("to_invoices")}
              </Link>
              {mayDo(person, "run_region") && (
                <Link
                  href={`${home}/audit-log${writeFilters({ resource: id })}`}
                  className="underline underline-offset-4"
                >
                  {t("to_audit_log")}
                </Link>
              )}
              {mayDo(person, "handle_money") && (
                <Link
                  href={`${home}/books/transactions${writeFilters({ order_id: id })}`}
                  className="underline underline-offset-4"
                >
                  {t("to_books")}
                </Link>
              )}
            </nav>
            <div className="grid items-start gap-6 md:grid-cols-2 xl:grid-cols-3">
              <Amounts order={order} />
              <Customer order={order} />
              <Timeline order={order} parts={parts} />
            </div>
            {parts.map((part) => (
              <Part key={part.id} orderId={id} part={part} named={named.get(part.id)} person={person} />
            ))}
            <Payments payments={payments} />
            <Refunds order={order} />
            <MessagesPanel orderId={id} parts={order.parts} />
            {mayDo(person, "see_customers") && <MailPanel orderId={id} person={person} />}
            {mayDo(person, "refund") &&
              parts.map((part) => (
                <RefundForm
                  key={part.id}
                  orderId={id}
                  part={part}
                  vendorName={named.get(part.id)?.vendor_name ?? part.number}
                />
              ))}
          </PageFrame>
        );
      }}
    </Gate>
  );
}
