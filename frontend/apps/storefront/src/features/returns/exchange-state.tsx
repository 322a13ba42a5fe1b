import type { ReturnView } from "@globalmarket/api";
import { Link } from "@globalmarket/web/frame/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { OneButtonForm } from "./one-button-form";
import { payDifference } from "./return-actions";

/** How far the exchange is; and the way to pay what it costs more, while that is due. */
export async function ExchangeState({ item }: { item: ReturnView }) {
  const t = await getTranslations("returns");
  const format = await getFormatter();
  const { locale, region } = await currentShop();
  const { exchange } = item;
  if (!exchange) return null;
  const day =
    exchange.until && format.dateTime(new Date(exchange.until), { dateStyle: "long", timeZone: region.timezone });
  return (
    <div className="flex flex-col gap-2 rounded-xl bg-sunken p-4 text-sm">
      <p className="font-medium">{t(`exchange.${exchange.state}`, { day: day ?? "" })}</p>
      <ul>
        {item.lines
          .filter(({ exchange_for }) => exchange_for)
          .map(({ line_id, quantity, title, exchange_title }) => (
            <li key={line_id}>
              {quantity} × <bdi>{title}</bdi> → <bdi>{exchange_title}</bdi>
            </li>
          ))}
      </ul>
      {exchange.order_id && (
        <Link href={`/${locale.tag}/orders/${exchange.order_id}`} className="underline underline-offset-4">
          {t("exchange.to_order")}
        </Link>
      )}
      {exchange.state === "due" && (
        <OneButtonForm
          action={payDifference}
          fields={{ cart_id: exchange.cart_id }}
          idempotencyKey={item.id}
          label={t("exchange.pay")}
          look="primary"
        />
      )}
    </div>
  );
}
