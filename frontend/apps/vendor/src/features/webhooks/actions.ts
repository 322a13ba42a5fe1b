"use server";

import type { EndpointWithSecret } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { asks, type FormState, succeeded, typed, unsent } from "@globalmarket/web/forms/form-state";
import { prove } from "@globalmarket/web/forms/proof";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { EVENT_TYPES, type EventType, wordOf } from "./event-types";

const FIELDS = ["url", "description", ...EVENT_TYPES.map(wordOf)];

/** Make a webhook. Its secret is in this answer alone: `values.secret`. */
export async function createWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  const values = typed(form, ...FIELDS, "key");
  const eventTypes = chosen(form);
  if (!eventTypes.length) return unsent(t("choose_event"), values);
  const unproved = await prove(form, values);
  if (unproved) return unproved;
  try {
    const { data } = await (await privateApi()).POST("/api/v1/vendor/webhooks", {
      params: { header: { "Idempotency-Key": values.key || crypto.randomUUID() } },
      body: { url: values.url ?? "", description: values.description ?? "", event_types: eventTypes },
    });
    refresh();
    return succeeded(t("made"), { key: crypto.randomUUID(), secret: (data as EndpointWithSecret).secret });
  } catch (error) {
    return refused(error, isDecided(error) ? { ...values, key: crypto.randomUUID() } : values);
  }
}

/** Change where a webhook is and which events it receives, as an edit of the version that the person saw. */
export async function saveWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  const settings = await getTranslations("settings");
  const { url = "", description = "" } = typed(form, ...FIELDS);
  const eventTypes = chosen(form);
  if (!eventTypes.length) return unsent(t("choose_event"), typed(form, ...FIELDS));
  return change({
    form,
    fields: FIELDS,
    done: t("saved"),
    explain: async ({ status }) => (status === 412 ? settings("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/vendor/webhooks/{endpoint_id}", {
        params: named(form),
        body: { url, description, event_types: eventTypes },
      }),
  });
}

/** Pause a webhook, or turn it on again. */
export async function switchWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  const isActive = form.get("is_active") === "true";
  return change({
    form,
    done: t(isActive ? "resumed" : "paused"),
    send: (api) =>
      api.PATCH("/api/v1/vendor/webhooks/{endpoint_id}", { params: named(form), body: { is_active: isActive } }),
  });
}

/** Have a request sent about no event, to try the webhook. */
export async function testWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  return change({
    form,
    done: t("tested"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/webhooks/{endpoint_id}/test", {
        params: { path: { endpoint_id: idOf(form) }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Make a new secret, which is in this answer alone: `values.secret`. The form asks first. */
export async function rotateSecret(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  const id = idOf(form);
  const values = typed(form, "key");
  if (form.get("confirmed") !== id) return asks(t("rotate_question"), id, values);
  values.confirmed = id; // asked once, also where the API wants to know who the person is
  const unproved = await prove(form, values);
  if (unproved) return unproved;
  try {
    const { data } = await (await privateApi()).POST("/api/v1/vendor/webhooks/{endpoint_id}/rotate-secret", {
      params: { path: { endpoint_id: id }, header: { "Idempotency-Key": values.key || crypto.randomUUID() } },
    });
    refresh();
    return succeeded(t("rotated"), { key: crypto.randomUUID(), secret: (data as EndpointWithSecret).secret });
  } catch (error) {
    return refused(error, isDecided(error) ? { ...values, key: crypto.randomUUID() } : values);
  }
}

/** Send nothing there any more. The form asks first. */
export async function removeWebhook(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  const id = idOf(form);
  return change({
    form,
    moveOn: "/settings/webhooks?done=removed",
    question: { text: t("remove_question", { url: String(form.get("url") ?? "") }), about: id },
    send: (api) => api.DELETE("/api/v1/vendor/webhooks/{endpoint_id}", { params: { path: { endpoint_id: id } } }),
  });
}

/** Send a request again. */
export async function replayDelivery(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("webhooks");
  return change({
    form,
    done: t("replayed"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/webhooks/{endpoint_id}/deliveries/{delivery_id}/replay", {
        params: {
          path: { endpoint_id: idOf(form), delivery_id: String(form.get("delivery") ?? "") },
          header: { "Idempotency-Key": key },
        },
      }),
  });
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

function named(form: FormData) {
  return { path: { endpoint_id: idOf(form) }, header: { "If-Match": String(form.get("etag") ?? "") } };
}

function chosen(form: FormData): EventType[] {
  return EVENT_TYPES.filter((one) => form.get(wordOf(one)) === "on");
}
