"use server";

import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { text } from "@/features/forms/text";
import { groupsIn, pinsIn } from "./lines";

export async function saveSynonyms(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("search");
  const { region } = await currentSite();
  const fields = region.languages.map((language) => `lines.${language}`);
  const groups = region.languages.flatMap((language) => groupsIn(text(form, `lines.${language}`), language));
  return change({
    form,
    fields,
    moveOn: "/search?done=saved",
    explain: stale(t("stale")),
    send: (api) => api.PUT("/api/v1/admin/search/synonyms", { params: version(form), body: { groups } }),
  });
}

export async function savePins(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("search");
  const queries = pinsIn(text(form, "queries"));
  return change({
    form,
    fields: ["queries"],
    moveOn: "/search?done=saved",
    explain: stale(t("stale")),
    send: (api) => api.PUT("/api/v1/admin/search/pins", { params: version(form), body: { queries } }),
  });
}

const BOOSTS = ["in_stock", "sold", "sold_half_at", "rated"];

export async function saveBoosts(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("search");
  const wrong = withoutCount(form, BOOSTS);
  if (wrong.length) return noCount(form, wrong, BOOSTS);
  const number = (name: string) => countOf(form.get(name)) ?? 0;
  return change({
    form,
    fields: BOOSTS,
    moveOn: "/search?done=saved",
    explain: stale(t("stale")),
    send: (api) =>
      api.PUT("/api/v1/admin/search/boosts", {
        params: version(form),
        body: {
          in_stock: number("in_stock"),
          sold: number("sold"),
          sold_half_at: number("sold_half_at"),
          rated: number("rated"),
        },
      }),
  });
}

/** Try again to index what was refused. */
export async function replayUnindexed(_before: FormState | null, form: FormData): Promise<FormState> {
  return change({
    form,
    moveOn: "/search?done=replayed",
    send: (api, key) =>
      api.POST("/api/v1/admin/search/unindexed/replay", { params: { header: { "Idempotency-Key": key } } }),
  });
}

function version(form: FormData) {
  return { header: { "If-Match": text(form, "etag") } };
}

function stale(sentence: string) {
  return async ({ status }: { status: number }) => (status === 412 ? sentence : undefined);
}
