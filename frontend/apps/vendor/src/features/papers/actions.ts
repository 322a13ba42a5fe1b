"use server";

import type { AddDocumentRequest } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import type { FormState } from "@globalmarket/web/forms/form-state";
import { getTranslations } from "next-intl/server";

/** Show the marketplace a paper. */
export async function addPaper(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("settings");
  const file = form.get("file");
  const kind = String(form.get("kind") ?? "") as AddDocumentRequest["kind"];
  return change({
    form,
    fields: ["kind"],
    done: t("papers.done"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/documents", {
        params: { header: { "Idempotency-Key": key } },
        body: { file: "", kind },
        bodySerializer: () => {
          const body = new FormData();
          body.set("kind", kind);
          if (file instanceof File && file.size > 0) body.set("file", file, file.name);
          return body;
        },
      }),
  });
}
