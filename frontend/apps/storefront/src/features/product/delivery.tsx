import type { DeliveryOption, ProductDetail } from "@globalmarket/api";
import { countryName, formatArrival } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { Notice } from "@globalmarket/ui/notice";
import { Truck, Undo2 } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** What it costs and how long it takes to send it to the reader's country, and how long it may be sent back from there. */
export async function Delivery({ delivery, return_days: days }: Pick<ProductDetail, "delivery" | "return_days">) {
  const t = await getTranslations("product");
  const { region, locale } = await currentShop();
  const country = countryName(delivery.country, locale.language);
  if (!delivery.is_available) return <Notice kind="info">{t("not_delivered", { country })}</Notice>;
  const price = (money: { minor: number; currency: string }) =>
    money.minor ? formatMoney(money, locale.tag) : t("free");
  const now = new Date();
  const expected = ({ min_days: least, max_days: most }: DeliveryOption) =>
    t("expected", {
      dates: formatArrival({ least, most, country: delivery.country }, locale.tag, region.timezone, now),
    });
  return (
    <section aria-label={t("delivery")} className="flex flex-col gap-2 rounded-xl border border-line p-4 text-sm">
      <p className="flex items-center gap-2 font-semibold">
        <Truck aria-hidden className="size-5" />
        {t("delivery_to", { country })}
      </p>
      <ul className="flex flex-col gap-2">
        {delivery.options.map((option) => (
          <li key={option.id} className="flex items-baseline justify-between gap-4">
            <span>
              {option.name}
              <span className="block text-muted">{t("days", { least: option.min_days, most: option.max_days })}</span>
              <span className="block text-muted">{expected(option)}</span>
            </span>
            <span className="text-end">
              {price(option.price)}
              {option.free_over && (
                <span className="block text-muted">
                  {t("free_over", { price: formatMoney(option.free_over, locale.tag) })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {days > 0 && (
        <p className="flex items-center gap-2 border-line border-t pt-3">
          <Undo2 aria-hidden className="size-5" />
          {t("returns", { days })}
        </p>
      )}
    </section>
  );
}
