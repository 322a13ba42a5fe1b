"use server";

import { createHash } from "node:crypto";
import { type Api, Refused } from "@globalmarket/api";
import { type FormState, succeeded, unsent } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { getProduct } from "../reads";
import { arranged } from "./arranging";

/**
 * Send pictures one after the other: they stand in the order in which they were chosen. Until the API has decided about one, the form keeps
 * its key, and each picture has a key of its content: a person who chooses them anew sends none twice.
 */
export async function uploadPictures(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const { locale } = await currentSite();
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.size > 0);
  const key = String(form.get("key") || crypto.randomUUID());
  const values = { alt: String(form.get("alt") ?? ""), key };
  if (!files.length) return unsent(t("pictures.choose"), values);
  const api = await privateApi();
  const more = { alt: values.alt, language: locale.language };
  let sent = 0;
  try {
    for (const file of files) {
      await send(api, String(form.get("product") ?? ""), `${key}-${await digestOf(file, values.alt)}`, file, more);
      sent += 1;
    }
  } catch (error) {
    const { name = "" } = files[sent] ?? {};
    const next = isDecided(error) ? crypto.randomUUID() : key;
    const state = await refused(error, { ...values, key: next }, { file: "files" });
    const reason = Object.values(state.errors)[0] ?? state.message;
    if (sent > 0) refresh();
    return { ...state, message: t("pictures.not_sent", { name, reason, sent }) };
  }
  refresh();
  return succeeded(t("pictures.sent", { count: sent }), { key: crypto.randomUUID() });
}

async function digestOf(file: File, alt: string): Promise<string> {
  return createHash("sha256")
    .update(Buffer.from(await file.arrayBuffer()))
    .update(alt)
    .digest("hex");
}

async function send(api: Api, productId: string, key: string, file: File, more: Record<string, string>): Promise<void> {
  await api.POST("/api/v1/vendor/products/{product_id}/images", {
    params: { path: { product_id: productId }, header: { "Idempotency-Key": key } },
    body: { file: "", ...more },
    bodySerializer: () => {
      const body = new FormData();
      for (const [name, value] of Object.entries(more)) if (value) body.set(name, value);
      body.set("file", file, file.name);
      return body;
    },
  });
}

/** Save alternative texts, the order, and which pictures go, as one edit of the version that the person saw. */
export async function arrangePictures(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("products");
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const { product = "", etag = "", move = "" } = typed;
  const { product: known } = await getProduct(product);
  try {
    await (await privateApi()).PATCH("/api/v1/vendor/products/{product_id}", {
      params: { path: { product_id: product }, header: { "If-Match": etag } },
      body: { images: arranged(known.images, typed, move) },
    });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 412)) return refused(error, typed);
    refresh(); // what another person, or the worker that draws them, has changed is shown
    return unsent(t("pictures.stale"), {});
  }
  refresh();
  return succeeded(t("pictures.saved"));
}
