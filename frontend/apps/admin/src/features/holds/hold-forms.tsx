import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { placeHold, releaseHold } from "./actions";

/** Hold the earnings of a vendor order; `vendorOrderId` is that of the page that led here. */
export async function Place({ vendorOrderId = "" }: { vendorOrderId: string | undefined }) {
  const t = await getTranslations("holds");
  return (
    <Fold title={t("place_title")} hint={t("place_hint")}>
      <FieldForm
        id="hold"
        action={placeHold}
        submit={t("place")}
        confirm={t("place_confirm")}
        fields={[
          keyField(),
          {
            name: "vendor_order_id",
            label: t("vendor_order_field"),
            hint: t("vendor_order_hint"),
            dir: "ltr",
            maxLength: 40,
            value: vendorOrderId,
          },
          await reasonField(),
        ]}
      />
    </Fold>
  );
}

/** Release one hold. */
export async function Release({ reviewId }: { reviewId: string }) {
  const t = await getTranslations("holds");
  return (
    <details className="min-w-64 whitespace-normal">
      <summary className="py-2 underline underline-offset-4">{t("release")}</summary>
      <FieldForm
        id={`release-${reviewId}`}
        action={releaseHold}
        submit={t("release")}
        confirm={t("release_confirm")}
        fields={[{ name: "review", type: "hidden", value: reviewId }, keyField(), await reasonField()]}
      />
    </details>
  );
}
