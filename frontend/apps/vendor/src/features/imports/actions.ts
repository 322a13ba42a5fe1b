"use server";

import type { ImportView } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, unsent } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";
import { mended } from "./mending";

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

/** Import for real what was tried: the same file once more. */
export async function importForReal(_before: FormState | null, form: FormData): Promise<FormState> {
  let started: ImportView | undefined;
  return change({
    form,
    moveOn: () => `/imports/${started?.id}`,
    send: async (api, key) => {
      const answer = await api.POST("/api/v1/vendor/imports/{import_id}/corrections", {
        params: { path: { import_id: String(form.get("import") ?? "") }, header: { "Idempotency-Key": key } },
        body: { cells: [], dry_run: false },
      });
      started = answer.data;
    },
  });
}
