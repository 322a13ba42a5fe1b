"use server";

import type { ImportView, StartImportRequest } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, unsent } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { mended } from "./mending";

const FIELDS = ["currency", "language", "dry_run", "key"];

/** Send a file of products to the marketplace, and go to where its progress is shown. */
export async function startImport(_before: FormState | null, form: FormData): Promise<FormState> {
  const { locale } = await currentSite();
  const values = typed(form, ...FIELDS);
  const { currency = "", language = "", dry_run } = values;
  const key = values.key || crypto.randomUUID();
  const file = form.get("file");
  let started: ImportView | undefined;
  try {
    const answer = await (await privateApi()).POST("/api/v1/vendor/imports", {
      params: { header: { "Idempotency-Key": key } },
      body: { file: "", currency, language, dry_run: dry_run === "on", missing_variants: "keep" },
      bodySerializer: (fields) => asMultipart(fields, file),
    });
    started = answer.data;
  } catch (error) {
    return refused(error, { ...values, key: isDecided(error) ? crypto.randomUUID() : key });
  }
  redirect(`/${locale.tag}/imports/${started?.id}`);
}

/** Send a file again with some of its cells mended, and go to where its progress is shown. */
export async function mendImport(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("imports");
  const cells = mended(form);
  const values = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  if (!cells.length) return unsent(t("mend.choose"), values);
  let started: ImportView | undefined;
  return change({
    form,
    fields: Object.keys(values).filter((name) => name !== "key"),
    moveOn: () => `/imports/${started?.id}`,
    send: async (api, key) => {
      const answer = await api.POST("/api/v1/vendor/imports/{import_id}/corrections", {
        params: { path: { import_id: values.import ?? "" }, header: { "Idempotency-Key": key } },
        body: { cells, dry_run: values.dry_run === "on" },
      });
      started = answer.data;
    },
  });
}

/** The fields, with the file itself in its place; without one the API says that it is missing. */
function asMultipart(fields: StartImportRequest, file: FormDataEntryValue | null): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (name !== "file") body.set(name, String(value));
  if (file instanceof File && file.size > 0) body.set("file", file, file.name);
  return body;
}
