import type { OrderDetail, ReturnState, ReturnView } from "@globalmarket/api";
import { formatMoney } from "@globalmarket/money";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { ExchangeState } from "./exchange-state";
import { OneButtonForm } from "./one-button-form";
import { keepProducts, openLabel } from "./return-actions";

const LOOKS: Record<ReturnState, string> = {
  requested: "bg-warn-soft text-warn",
  approved: "bg-brand-soft text-ink",
  partly_received: "bg-brand-soft text-ink",
  received: "bg-brand-soft text-ink",
  inspected: "bg-brand-soft text-ink",
  refunded: "bg-good-soft text-good",
  refused: "bg-sale-soft text-sale",
  expired: "bg-sale-soft text-sale",
  canceled: "bg-sunken text-muted",
};

/** What the customer sends back of an order, and how far each return is. */
export async function ReturnList({ order, returns }: { order: OrderDetail; returns: ReturnView[] }) {
  const t = await getTranslations("returns");
  if (!returns.length) return null;
  return (
    <section aria-labelledby="returns" className="flex flex-col gap-4">
      <h2 id="returns" className="font-semibold text-xl">
        {t("returns")}
      </h2>
      {returns.map((item) => (
        <Return key={item.id} order={order} item={item} />
      ))}
    </section>
  );
}

async function Return({ order, item }: { order: OrderDetail; item: ReturnView }) {
  const t = await getTranslations("returns");
  const { locale } = await currentShop();
  const part = order.parts.find(({ vendor_order_id }) => vendor_order_id === item.vendor_order_id);
  const refund = part?.refunds.find(({ cause_id }) => cause_id === item.id);
  return (
    <article aria-labelledby={item.id} className="flex flex-col gap-4 rounded-2xl border border-line bg-raised p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 id={item.id} className="font-semibold">
          {t.rich(item.declared_by ? "withdrawal_from" : "return_to", {
            vendor: () => <bdi>{part?.vendor_name ?? ""}</bdi>,
          })}
        </h3>
        <span className={`inline-flex rounded-full px-3 py-1 font-medium text-sm ${LOOKS[item.state]}`}>
          {t(`states.${item.state}`)}
        </span>
      </div>
      <ul className="flex flex-col gap-1">
        {item.lines.map((line) => (
          <li key={line.line_id}>
            {line.quantity} × <bdi>{line.title}</bdi>
          </li>
        ))}
      </ul>
      {item.comment && (
        <p className="whitespace-pre-line break-words text-muted text-sm">
          <bdi>{item.comment}</bdi>
        </p>
      )}
      <NextStep item={item} />
      <ExchangeState item={item} />
      {item.as_store_credit && !item.exchange && !item.ended_at && <p className="text-sm">{t("wants_store_credit")}</p>}
      {refund && (
        <p className="font-medium">
          {t(item.as_store_credit ? "refunded_as_credit" : "refunded_amount", {
            amount: formatMoney(refund.amount, locale.tag),
          })}
        </p>
      )}
      {item.decision && (
        <p className="text-sm">
          {t("decision")} <bdi>{item.decision}</bdi>
        </p>
      )}
      <Moments item={item} />
      {(item.state === "requested" || item.state === "approved") && (
        <OneButtonForm
          action={keepProducts}
          fields={{ order_id: order.id, return_id: item.id }}
          idempotencyKey={crypto.randomUUID()}
          label={t("keep")}
        />
      )}
    </article>
  );
}

/** What the customer has to do, while there is something. */
async function NextStep({ item }: { item: ReturnView }) {
  const t = await getTranslations("returns");
  const format = await getFormatter();
  const { region } = await currentShop();
  if (item.state === "requested") return <p className="text-sm">{t("wait_for_decision")}</p>;
  if (item.state !== "approved") return null;
  return (
    <div className="flex flex-col gap-2 text-sm">
      {item.send_until && (
        <p>
          {t("send_until", {
            day: format.dateTime(new Date(item.send_until), { dateStyle: "long", timeZone: region.timezone }),
          })}
        </p>
      )}
      {item.instructions && (
        <p className="whitespace-pre-line break-words">
          <bdi>{item.instructions}</bdi>
        </p>
      )}
      {item.drop_off && (
        <p className="whitespace-pre-line break-words">
          {t("drop_off")} <bdi>{item.drop_off}</bdi>
        </p>
      )}
      {item.has_label && (
        <OneButtonForm
          action={openLabel}
          fields={{ order_id: item.order_id, return_id: item.id }}
          idempotencyKey={item.id}
          label={t("label")}
        />
      )}
    </div>
  );
}

/** What has happened to the return, the last first. */
async function Moments({ item }: { item: ReturnView }) {
  const t = await getTranslations("returns");
  const format = await getFormatter();
  const { region } = await currentShop();
  return (
    <ol className="flex flex-col gap-2 border-line border-s ps-4 text-sm">
      {momentsOf(item).map(({ kind, at }) => (
        <li key={kind}>
          <p>{t(`moments.${kind}`, { name: item.declared_by })}</p>
          <time dateTime={at} className="text-muted">
            {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: region.timezone })}
          </time>
        </li>
      ))}
    </ol>
  );
}

const ENDS = ["canceled", "expired", "refunded"] as const;

function momentsOf(item: ReturnView) {
  const end = ENDS.find((one) => one === item.state);
  const decided = item.state === "refused" ? "refused" : "approved";
  const moments = [
    { kind: end, at: item.ended_at },
    { kind: "inspected" as const, at: item.inspected_at },
    { kind: "received" as const, at: item.received_at },
    { kind: decided as "refused" | "approved", at: item.is_granted_by_law ? null : item.decided_at },
    { kind: item.declared_by ? ("withdrawn" as const) : ("requested" as const), at: item.requested_at },
  ];
  return moments.flatMap(({ kind, at }) => (kind && at ? [{ kind, at }] : []));
}
