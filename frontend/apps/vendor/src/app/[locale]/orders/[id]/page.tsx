import { formatTime } from "@globalmarket/i18n";
import { Done } from "@globalmarket/web/forms/done";
import { BackLink } from "@globalmarket/web/frame/back-link";
import { PageFrame } from "@globalmarket/web/frame/page-frame";
import { listQueryOf } from "@globalmarket/web/lists/way-back";
import { requirePerson } from "@globalmarket/web/server/person";
import { currentSite } from "@globalmarket/web/server/site";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { mayDo } from "@/features/access/rights";
import { BuyLabel, Labels } from "@/features/labels/label-panels";
import { getCarrierAccount, listLabels } from "@/features/labels/reads";
import { weightIn } from "@/features/labels/weight";
import { ThreadPanel } from "@/features/messages/thread-panel";
import { ORDER_DONE } from "@/features/orders/done";
import { LineTable } from "@/features/orders/line-table";
import { Amounts, DeliveryAddress } from "@/features/orders/order-facts";
import { CancelLines, NextStep, RefundLines } from "@/features/orders/order-forms";
import { Parcels } from "@/features/orders/parcels";
import { getOrder } from "@/features/orders/reads";
import { StateMark } from "@/features/orders/state-mark";
import { Timeline } from "@/features/orders/timeline";

type Props = PageProps<"/[locale]/orders/[id]">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("order") };
}

export default async function OrderPage({ params, searchParams }: Props) {
  const { id } = await params;
  const person = await requirePerson(`/orders/${id}`);
  const t = await getTranslations("orders");
  const { locale, region } = await currentSite();
  const order = await getOrder(id);
  const mayFulfil = mayDo(person, "fulfil");
  const asked = await searchParams;
  const [account, labels] = mayFulfil ? await Promise.all([getCarrierAccount(), listLabels(id)]) : [];
  return (
    <PageFrame
      above={<BackLink href={`/${locale.tag}/orders${listQueryOf(asked)}`}>{t("title")}</BackLink>}
      title={
        <>
          {t("order")} <bdi dir="ltr">{order.number}</bdi>
        </>
      }
      mark={<StateMark state={order.state} />}
    >
      <Done asked={asked.done} messages={Object.fromEntries(ORDER_DONE.map((name) => [name, t(name)]))} />
      <p className="text-muted">
        {t("placed_on", { time: formatTime(order.created_at, locale.tag, region.timezone) })}
      </p>
      {mayFulfil && <NextStep order={order} />}
      {account?.is_connected && <BuyLabel order={order} labels={labels ?? []} weight={weightIn(asked.weight)} />}
      <Labels order={order} labels={labels ?? []} />
      <LineTable order={order} />
      <div className="grid gap-6 lg:grid-cols-3">
        <Amounts order={order} />
        <DeliveryAddress order={order} />
        <Timeline entries={order.timeline} />
      </div>
      {mayFulfil && <ThreadPanel orderId={order.id} />}
      <Parcels order={order} mayFulfil={mayFulfil} />
      {mayFulfil && <CancelLines order={order} />}
      {mayDo(person, "refund") && <RefundLines order={order} />}
    </PageFrame>
  );
}
