"use server";

import type { PatchedChangeDifferenceRequest } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { type FormState, typed, wrongFields } from "@globalmarket/web/forms/form-state";
import { writeFilters } from "@globalmarket/web/lists/filters";
import { patientApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { afterwards } from "@/features/forms/afterwards";
import { text } from "@/features/forms/text";
import { type DifferenceDone, REPORT_FORMATS } from "./filters";

/** Take in a report. The same file twice is one report. */
export async function uploadReport(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("reconciliation");
  const file = form.get("file");
  const provider = text(form, "provider");
  const format = REPORT_FORMATS.find((one) => one === text(form, "format")) ?? "plain";
  if (!(file instanceof File) || !file.size) {
    const forms = await getTranslations("forms");
    return wrongFields(forms("check_fields"), ["file"], t("choose_file"), typed(form, "format", "provider", "key"));
  }
  let id = "";
  return change({
    form,
    fields: ["format", "provider"],
    moveOn: () => `/reconciliation/reports/${id}${writeFilters({ done: "uploaded" })}`,
    explain: async ({ problem }) => firstErrors(problem.errors ?? []),
    send: async (_api, key) => {
      const api = await patientApi(); // every row is matched before the answer
      const answer = await api.POST("/api/v1/admin/settlement-reports", {
        params: { header: { "Idempotency-Key": key } },
        body: { file: "", format, provider }, // what the document calls a file is a text in its types
        bodySerializer: () => asMultipart(file, format, provider),
      });
      id = answer.data?.id ?? "";
    },
  });
}

/** Make the reader the difference's owner, or nobody. */
export async function setOwner(_before: FormState | null, form: FormData): Promise<FormState> {
  const owner_id = text(form, "owner");
  return changeDifference(form, { owner_id }, owner_id ? "taken" : "left");
}

/** Say with a reason that staff know why, or that it is over. */
export async function settle(_before: FormState | null, form: FormData): Promise<FormState> {
  const reason = text(form, "reason");
  if (!reason) {
    const forms = await getTranslations("forms");
    return wrongFields(forms("check_fields"), ["reason"], forms("say_why"), typed(form, "reason", "state"));
  }
  const state = text(form, "state") === "resolved" ? "resolved" : "explained";
  return changeDifference(form, { state, reason }, state);
}

async function changeDifference(
  form: FormData,
  body: PatchedChangeDifferenceRequest,
  done: DifferenceDone,
): Promise<FormState> {
  const t = await getTranslations("reconciliation");
  const difference_id = text(form, "difference");
  return change({
    form,
    fields: ["reason", "state"],
    moveOn: afterwards(form, `/reconciliation/${difference_id}`, done),
    isShownBeside: true,
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PATCH("/api/v1/admin/settlement-differences/{difference_id}", {
        params: { path: { difference_id }, header: { "If-Match": text(form, "etag") } },
        body,
      }),
  });
}

function asMultipart(file: File, format: string, provider: string): FormData {
  const body = new FormData();
  body.set("file", file);
  body.set("format", format);
  if (provider) body.set("provider", provider);
  return body;
}

const MOST_ERRORS = 5;

/** What is wrong in the file, by row and column: the API names it as `file.3.amount`. Undefined if the file is not what is wrong. */
async function firstErrors(errors: readonly { field: string; message: string }[]): Promise<string | undefined> {
  const inFile = errors.filter(({ field }) => field.startsWith("file."));
  if (!inFile.length) return undefined;
  const t = await getTranslations("reconciliation");
  const said = inFile.slice(0, MOST_ERRORS).map(({ field, message }) => {
    const [, row = "", column = ""] = field.split(".");
    return t("error_at", { row, column, message });
  });
  return [t("file_refused", { count: inFile.length }), ...said].join(" ");
}
