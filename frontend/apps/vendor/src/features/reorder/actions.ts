"use server";

import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { getTranslations } from "next-intl/server";

const FIELDS = ["lead_time_days", "order_every_days", "pack_units", "service_level_percent"];

/** How the vendor orders. What is due follows a moment later. */
export async function saveTerms(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reorder");
  const wrong = withoutCount(form, FIELDS);
  if (wrong.length) return noCount(form, wrong, FIELDS);
  const count = (name: string) => countOf(form.get(name)) ?? 0;
  return change({
    form,
    fields: FIELDS,
    done: t("saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/vendor/reorder-terms", {
        params: { header: { "If-Match": String(form.get("etag") ?? "") } },
        body: {
          lead_time_days: count("lead_time_days"),
          order_every_days: count("order_every_days"),
          pack_units: count("pack_units"),
          service_level_percent: count("service_level_percent"),
        },
      }),
  });
}
