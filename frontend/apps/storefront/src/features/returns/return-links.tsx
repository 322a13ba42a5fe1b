import type { OrderDetail, ReturnOptions } from "@globalmarket/api";
import { buttonClass } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { returnableUnits, withdrawableUnits } from "./units";

interface Props {
  order: OrderDetail;
  options: ReturnOptions;
}

/** The ways back for an order: the withdrawal function, as long as the law grants it, and the return of what was delivered. */
export async function ReturnLinks({ order, options }: Props) {
  const t = await getTranslations("returns");
  const format = await getFormatter();
  const { locale, region } = await currentShop();
  const own = `/${locale.tag}/orders/${order.id}`;
  const canWithdraw = withdrawableUnits(order, options) !== null;
  const canReturn = returnableUnits(order, options).length > 0;
  if (!canWithdraw && !canReturn) return null;
  const ends = options.parts.flatMap(({ is_withdrawal_granted, withdrawal_ends_at }) =>
    is_withdrawal_granted && withdrawal_ends_at ? [withdrawal_ends_at] : [],
  );
  const last = ends.sort().at(-1);
  return (
    <section aria-labelledby="send-back" className="flex flex-col gap-3 rounded-2xl border border-line bg-raised p-5">
      <h2 id="send-back" className="font-semibold">
        {t("send_back")}
      </h2>
      {canWithdraw && (
        <>
          <p className="text-muted text-sm">
            {last
              ? t("withdraw_until", {
                  // The last moment of the last day: the end itself is the next midnight.
                  day: format.dateTime(new Date(Date.parse(last) - 1), {
                    dateStyle: "long",
                    timeZone: region.timezone,
                  }),
                })
              : t("withdraw_hint")}
          </p>
          <Link href={`${own}/withdraw`} className={buttonClass("secondary")}>
            {t("withdraw")}
          </Link>
        </>
      )}
      {canReturn && (
        <Link href={`${own}/return`} className={buttonClass("secondary")}>
          {t("return_products")}
        </Link>
      )}
    </section>
  );
}
