"use server";

import type { HomeView } from "@globalmarket/api";
import { getTranslations } from "next-intl/server";
import { change } from "../forms/change";
import { type FormState, typed } from "../forms/form-state";
import { arranged, readPlaces } from "./arranging";
import { on, type Side } from "./saved-reads";

const ASKED = ["report", "measures", "by", "interval", "compare", "country", "currency", "method", "reason"] as const;
const MORE = ["product", "vendor", "query"] as const;
const KEPT = ["name", "period", "schedule"];

/** Keep the report that the page shows, under a name. */
export async function saveReport(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reports");
  const side = sideOf(form);
  const asked = set(form, side === "admin" ? [...ASKED, ...MORE] : [...ASKED, "product"]);
  return change({
    form,
    fields: KEPT,
    done: t("saved.done.created"),
    send: (api, key) =>
      api.POST(on(side, "saved-reports"), {
        params: { header: { "Idempotency-Key": key } },
        body: { ...asked, ...set(form, KEPT) } as never, // the API says what is wrong with it
      }),
  });
}

/** Rename a saved report, or change its days or when it is mailed. */
export async function editSaved(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reports");
  return change({
    form,
    fields: KEPT,
    done: t("saved.done.changed"),
    send: (api) =>
      api.PATCH(on(sideOf(form), "saved-reports/{saved_id}"), {
        params: { path: { saved_id: text(form, "id") }, header: { "If-Match": text(form, "etag") } },
        body: set(form, KEPT) as never,
      }),
  });
}

/** Keep it no longer. The form asks first. */
export async function removeSaved(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reports");
  const id = text(form, "id");
  return change({
    form,
    moveOn: "/reports/saved?done=removed",
    question: { text: t("saved.remove_question", { name: text(form, "name") }), about: id },
    send: (api) => api.DELETE(on(sideOf(form), "saved-reports/{saved_id}"), { params: { path: { saved_id: id } } }),
  });
}

/** Put a report on the home page, move it, give it another width, or take it off. */
export async function arrangeHome(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reports");
  const move = text(form, "move");
  const places = arranged(readPlaces(text(form, "places")), text(form, "saved_id"), move);
  return change({
    form,
    done: t(`home.done.${move === "add" || move === "remove" ? move : "moved"}`),
    explain: async ({ status }) => (status === 412 ? t("home.stale") : undefined),
    send: (api) =>
      api.PUT(on(sideOf(form), "home"), {
        params: { header: { "If-Match": text(form, "etag") } },
        body: { items: places as HomeView["items"] },
      }),
  });
}

function sideOf(form: FormData): Side {
  return text(form, "side") === "vendor" ? "vendor" : "admin";
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}

/** Those of the fields that hold something. */
function set(form: FormData, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(typed(form, ...names)).filter(([, value]) => value));
}
