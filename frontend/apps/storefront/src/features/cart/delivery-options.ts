import "server-only";
import type { VendorShippingOptions } from "@globalmarket/api";
import { formatArrival } from "@globalmarket/i18n";
import { formatMoney } from "@globalmarket/money";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";

/** A way to deliver, in the reader's words. */
export interface DeliveryOption {
  id: string;
  name: string;
  days: string;
  /** When it would arrive, ordered now. */
  dates: string;
  cost: string;
  /** Where it would cost nothing, if it does now. */
  freeOver: string | undefined;
  isChosen: boolean;
}

/** What a vendor offers for what goes to `country`, for a form to choose from. */
export async function deliveryOptions(
  offered: VendorShippingOptions | undefined,
  country: string,
): Promise<DeliveryOption[]> {
  const t = await getTranslations("cart");
  const { region, locale } = await currentShop();
  const now = new Date();
  return (offered?.options ?? []).map((option) => ({
    id: option.method_id,
    name: option.name,
    days:
      option.min_days === option.max_days
        ? t("days_exactly", { count: option.max_days })
        : t("days", { least: option.min_days, most: option.max_days }),
    dates: t("expected", {
      dates: formatArrival(
        { least: option.min_days, most: option.max_days, country },
        locale.tag,
        region.timezone,
        now,
      ),
    }),
    cost: option.cost.minor ? formatMoney(option.cost, locale.tag) : t("free"),
    freeOver:
      option.free_over && option.cost.minor
        ? t("free_over", { price: formatMoney(option.free_over, locale.tag) })
        : undefined,
    isChosen: option.is_chosen,
  }));
}
