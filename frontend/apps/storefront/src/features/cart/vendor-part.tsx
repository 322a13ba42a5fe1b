import type { CartVendor, VendorShippingOptions } from "@globalmarket/api";
import { formatDay } from "@globalmarket/i18n";
import { Button } from "@globalmarket/ui/button";
import { Link } from "@globalmarket/web/frame/link";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { DeliveryChoice } from "./delivery-choice";
import { deliveryOptions } from "./delivery-options";
import { chooseDelivery } from "./edit-actions";
import { EditForm } from "./edit-form";
import { Line } from "./line";

interface Props {
  vendor: CartVendor;
  offered: VendorShippingOptions | undefined;
  /** Where it goes. */
  country: string;
}

/** What the cart has of one vendor, and how that vendor delivers it. */
export async function VendorPart({ vendor, offered, country }: Props) {
  const t = await getTranslations("cart");
  const { locale } = await currentShop();
  const options = await deliveryOptions(offered, country);
  const id = `vendor-${vendor.vendor_id}`;
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line bg-raised px-4 py-4 sm:px-6">
      <h2 id={id} className="border-line border-b pb-3 font-semibold">
        {t("sold_by")}{" "}
        <Link href={`/${locale.tag}/vendors/${vendor.vendor_slug}`} className="underline underline-offset-4">
          <bdi>{vendor.vendor_name}</bdi>
        </Link>
      </h2>
      {vendor.reopens_on && (
        <p className="pt-4 font-medium text-sale text-sm">
          {t("reopens", { vendor: vendor.vendor_name, day: formatDay(vendor.reopens_on, locale.tag, "UTC") })}
        </p>
      )}
      <ul className="divide-y divide-line">
        {vendor.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {vendor.needs_shipping && options.length > 0 && (
        <EditForm action={chooseDelivery} appliesAtOnce failed={t("failed")} className="border-line border-t pt-4">
          <DeliveryChoice
            vendorId={vendor.vendor_id}
            legend={t("delivery_by", { vendor: vendor.vendor_name })}
            options={options}
          />
          <noscript>
            <Button type="submit" look="secondary" className="mt-3">
              {t("apply")}
            </Button>
          </noscript>
        </EditForm>
      )}
      {vendor.needs_shipping && options.length === 0 && (
        <p className="border-line border-t pt-4 text-sale text-sm">{t("not_delivered")}</p>
      )}
    </section>
  );
}
