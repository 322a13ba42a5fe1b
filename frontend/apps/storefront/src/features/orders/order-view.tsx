import type { OrderDetail } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { findSession } from "@globalmarket/web/server/session-cookie";
import { getFormatter, getTranslations } from "next-intl/server";
import { findCart } from "@/features/cart/reads";
import { AskVendor } from "@/features/messages/ask-vendor";
import { listReturns, readReturnOptions } from "@/features/returns/reads";
import { ReturnLinks } from "@/features/returns/return-links";
import { ReturnList } from "@/features/returns/return-list";
import { currentShop } from "@/server/shop";
import { CancelSection } from "./cancel-section";
import { OrderPart } from "./order-part";
import { OrderSummary } from "./order-summary";
import { ReorderForm } from "./reorder-form";
import { StateMark } from "./state-mark";
import { Thanks } from "./thanks";
import { Timeline } from "./timeline";

interface Props {
  order: OrderDetail;
  /** The customer comes from the checkout. */
  isNew: boolean;
  /** What the customer has just sent. */
  sent: "withdrawal" | "return" | null;
}

/** A whole order, as its customer follows it. */
export async function OrderView({ order, isNew, sent }: Props) {
  const t = await getTranslations("orders");
  const format = await getFormatter();
  const { region } = await currentShop();
  // A guest gets a new cart for it, which must not take the place of one that has something in it.
  const canReorder = !isNew && ((await findSession()) !== null || !(await findCart())?.item_count);
  const isWithVendors = order.parts.length > 0 && order.state !== "awaiting_payment";
  const [options, returns] = isWithVendors
    ? await Promise.all([readReturnOptions(order.id), listReturns(order.id)])
    : [{ parts: [] }, []];
  const isOpen = order.state !== "awaiting_payment" && !order.closed_reason;
  return (
    <>
      {isNew && isOpen && <Thanks order={order} />}
      <div className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="font-bold text-3xl tracking-tight">
          {t("order")} <bdi className="whitespace-nowrap">{order.number}</bdi>
        </h1>
        <StateMark state={order.state} />
        <p className="basis-full text-muted">
          {t("placed_on", {
            time: format.dateTime(new Date(order.placed_at), {
              dateStyle: "long",
              timeStyle: "short",
              timeZone: region.timezone,
            }),
          })}
        </p>
      </div>
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[1fr_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {sent && <Sent what={sent} order={order} />}
          {order.state === "awaiting_payment" && <Notice kind="info">{t("not_paid")}</Notice>}
          {order.parts.map((part) => (
            <OrderPart key={part.vendor_id} order={order} part={part}>
              {isWithVendors && !part.closed_reason && (
                <AskVendor
                  orderId={order.id}
                  part={part}
                  productId={order.quote.lines.find(({ line_id }) => part.line_ids.includes(line_id))?.product_id ?? ""}
                />
              )}
            </OrderPart>
          ))}
          <ReturnList order={order} returns={returns} />
          <ReturnLinks order={order} options={options} />
          <CancelSection order={order} />
        </div>
        <aside className="flex flex-col gap-6">
          <OrderSummary order={order} />
          {canReorder && <ReorderForm orderId={order.id} idempotencyKey={crypto.randomUUID()} label={t("reorder")} />}
          <Timeline order={order} />
        </aside>
      </div>
    </>
  );
}

async function Sent({ what, order }: { what: "withdrawal" | "return"; order: OrderDetail }) {
  const t = await getTranslations("returns");
  return <Notice kind="success">{t.rich(`sent.${what}`, { email: () => <bdi dir="ltr">{order.email}</bdi> })}</Notice>;
}
