"use server";

import type { ImportDraftView, ImportView, UploadDraftRequest } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { RedirectType, redirect } from "next/navigation";
import { mappingFrom, queryOf } from "./mapping";

const FIELDS = ["currency", "language", "key"];

/** Send a file of products, and go to where its columns are mapped. */
export async function uploadDraft(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const values = typed(form, ...FIELDS);
  const { currency = "", language = "" } = values;
  const key = values.key || crypto.randomUUID();
  let kept: ImportDraftView | undefined;
  try {
    const answer = await (await privateApi()).POST("/api/v1/vendor/import-drafts", {
      params: { header: { "Idempotency-Key": key } },
      body: { file: "", currency, language },
      bodySerializer: (fields) => asMultipart(fields, form.get("file")),
    });
    kept = answer.data;
  } catch (error) {
    return refused(error, { ...values, key: isDecided(error) ? crypto.randomUUID() : key });
  }
  redirect(`/${locale.tag}/imports/drafts/${kept?.id}`);
}

/** Look at the file with its columns mapped so, or try or import it. */
export async function importDraft(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const mapping = mappingFrom(form);
  const draft = String(form.get("draft") ?? "");
  if (form.get("intent") === "look") {
    redirect(`/${locale.tag}/imports/drafts/${draft}?${queryOf(mapping)}`, RedirectType.replace);
  }
  let started: ImportView | undefined;
  return change({
    form,
    fields: [...form.keys()].filter((name) => name !== "key" && name !== "intent"),
    moveOn: () => `/imports/${started?.id}`,
    send: async (api, key) => {
      const answer = await api.POST("/api/v1/vendor/import-drafts/{draft_id}/imports", {
        params: { path: { draft_id: draft }, header: { "Idempotency-Key": key } },
        body: { mapping, dry_run: form.get("dry_run") === "on", missing_variants: "keep" },
      });
      started = answer.data;
    },
  });
}

/** The fields, with the file itself in its place; without one the API says that it is missing. */
function asMultipart(fields: UploadDraftRequest, file: FormDataEntryValue | null): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (name !== "file") body.set(name, String(value));
  if (file instanceof File && file.size > 0) body.set("file", file, file.name);
  return body;
}
