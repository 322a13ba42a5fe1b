import type { VendorProduct } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { getTranslations } from "next-intl/server";

/** That the marketplace's staff took the product out of the shop, and their reason. */
export async function TakenDown({ product: { taken_down } }: { product: VendorProduct }) {
  const t = await getTranslations("products");
  if (!taken_down) return null;
  return (
    <Notice kind="problem">
      <p className="font-semibold">{t("taken_down_because")}</p>
      <p className="wrap-anywhere whitespace-pre-line">
        <bdi>{taken_down.reason}</bdi>
      </p>
      <p className="mt-2">{t("taken_down_hint")}</p>
    </Notice>
  );
}
