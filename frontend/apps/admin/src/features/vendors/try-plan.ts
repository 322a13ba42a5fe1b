import "server-only";
import { type FormState, succeeded, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { CommissionTerms } from "./commission";
import { PREVIEW_COLUMNS, previewAmounts } from "./plan-preview";

/** What these terms would have made of the vendor's last orders, or of the chosen one. Nothing is saved. */
export async function tryPlan(
  form: FormData,
  vendorId: string,
  terms: CommissionTerms,
  fields: string[],
): Promise<FormState> {
  const t = await getTranslations("vendors");
  const { locale } = await currentSite();
  const values = typed(form, ...fields, "vendor", "etag", "from", "key", "sale", "reason");
  const order_id = values.sale;
  try {
    const api = await privateApi();
    const { data } = await api.POST("/api/v1/admin/vendors/{vendor_id}/commission-plan/previews", {
      params: { path: { vendor_id: vendorId } },
      body: { ...terms, ...(order_id && { order_id }) },
    });
    const sales = data?.items ?? [];
    if (!sales.length) return succeeded(t("preview.none"), values);
    const words = {
      caption: t("preview.caption"),
      columns: PREVIEW_COLUMNS.map((name) => t(`preview.${name}`)),
      all: t("preview.all"),
    };
    return { ...succeeded(t("preview.shown"), values), amounts: previewAmounts(sales, words, locale.tag) };
  } catch (error) {
    return refused(error, values);
  }
}
