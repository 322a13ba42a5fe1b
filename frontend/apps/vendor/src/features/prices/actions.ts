"use server";

import type { CompetitorImport, ExperimentKind } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, isChecked, succeeded, typed, unsent, wrongFields } from "@globalmarket/web/forms/form-state";
import { noCount, withoutCount } from "@globalmarket/web/forms/no-count";
import { refused } from "@globalmarket/web/forms/refused";
import { isDecided } from "@globalmarket/web/server/problems";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { readAmount, readPrices } from "./amounts";

const LIMITS = ["floor", "ceiling", "cost"] as const;
const RULE = ["is_automatic", "max_step_percent", "max_changes_per_day", "ending", "scope"];
const RULE_COUNTS = ["max_step_percent", "max_changes_per_day"];
const EXPERIMENT = ["kind", "prices", "period_hours", "periods"];
const EXPERIMENT_COUNTS = ["period_hours", "periods"];

/** Ask the advised price from now on. */
export async function acceptAdvice(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  return change({
    form,
    done: t("accepted"),
    explain: ({ problem }) => limitSentence(problem),
    send: (api, key) =>
      api.POST("/api/v1/vendor/price-advice/{advice_id}/accept", {
        params: { path: { advice_id: idOf(form) }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Keep the price. */
export async function dismissAdvice(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  return change({
    form,
    done: t("dismissed"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/price-advice/{advice_id}/dismiss", {
        params: { path: { advice_id: idOf(form) }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** Bring back the price from before. */
export async function undoChange(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  return change({
    form,
    done: t("undone"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/price-changes/{change_id}/undo", {
        params: { path: { change_id: idOf(form) }, header: { "Idempotency-Key": key } },
      }),
  });
}

/** What is allowed for a variant, as a whole. */
export async function saveLimits(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  const { region } = await currentSite();
  const fields = [...LIMITS, "clear_by"];
  const values = typed(form, ...fields, "etag");
  const amounts = LIMITS.map((name) => [name, readAmount(values[name] ?? "", region.default_currency)] as const);
  const wrong = amounts.filter(([, amount]) => amount === undefined).map(([name]) => name);
  if (wrong.length) return wrongFields(t("check"), wrong, t("no_amount"), values);
  const [floor = null, ceiling = null, cost = null] = amounts.map(([, amount]) => amount ?? null);
  return change({
    form,
    fields,
    done: t("saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/vendor/price-limits/{variant_id}", {
        params: { path: { variant_id: idOf(form) }, header: { "If-Match": values.etag ?? "" } },
        body: { floor, ceiling, cost, clear_by: values.clear_by || null },
      }),
  });
}

/** How prices may change in a scope, as a whole. */
export async function saveRule(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  const wrong = withoutCount(form, RULE_COUNTS);
  if (wrong.length) return noCount(form, wrong, RULE);
  const values = typed(form, ...RULE);
  return change({
    form,
    fields: RULE,
    done: t("saved"),
    explain: async ({ status }) => (status === 412 ? t("stale") : undefined),
    send: (api) =>
      api.PUT("/api/v1/vendor/price-rules/{scope}", {
        params: { path: { scope: values.scope ?? "" }, header: { "If-Match": String(form.get("etag") ?? "") } },
        body: {
          is_automatic: isChecked(values, "is_automatic"),
          max_step_percent: countOf(form.get("max_step_percent")) ?? 0,
          max_changes_per_day: countOf(form.get("max_changes_per_day")) ?? 0,
          ending: (values.ending ?? "") as "",
        },
      }),
  });
}

/** What the rule was for falls to the next wider one. */
export async function removeRule(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  return change({
    form,
    done: t("rule_removed"),
    send: (api) => api.DELETE("/api/v1/vendor/price-rules/{scope}", { params: { path: { scope: idOf(form) } } }),
  });
}

/** The button that stops all that changes by itself, and lets it go on. */
export async function switchAutomation(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  const isStopped = form.get("is_stopped") === "true";
  return change({
    form,
    done: t(isStopped ? "stopped" : "resumed"),
    send: (api) => api.PUT("/api/v1/vendor/price-automation", { body: { is_stopped: isStopped } }),
  });
}

/** Store the good rows of a file of competitors' prices; of the others the answer names row, column and fault. */
export async function importCompetitorPrices(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  const file = form.get("file");
  const values = typed(form, "dry_run", "key");
  if (!(file instanceof File) || !file.size) return unsent(t("choose_file"), values);
  const isDryRun = isChecked(values, "dry_run");
  try {
    const { data } = await (await privateApi()).POST("/api/v1/vendor/competitor-prices/imports", {
      params: { header: { "Idempotency-Key": values.key || crypto.randomUUID() } },
      body: { file: "", dry_run: isDryRun },
      bodySerializer: () => {
        const body = new FormData();
        body.set("file", file, file.name);
        body.set("dry_run", String(isDryRun));
        return body;
      },
    });
    refresh();
    return await reported(data as CompetitorImport, isDryRun);
  } catch (error) {
    return refused(error, { ...values, ...(isDecided(error) && { key: crypto.randomUUID() }) });
  }
}

/** Try prices of a variant one after the other, and go to where that is shown. */
export async function startExperiment(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  const { region } = await currentSite();
  const wrong = withoutCount(form, EXPERIMENT_COUNTS);
  if (wrong.length) return noCount(form, wrong, EXPERIMENT);
  const values = typed(form, ...EXPERIMENT, "key");
  const prices = readPrices(values.prices ?? "", region.default_currency);
  if (!prices?.length) return wrongFields(t("check"), ["prices"], t("no_amount"), values);
  return change({
    form,
    fields: EXPERIMENT,
    moveOn: "/prices/experiments?done=started",
    explain: ({ problem }) => limitSentence(problem),
    send: (api, key) =>
      api.POST("/api/v1/vendor/price-experiments", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          variant_id: idOf(form),
          kind: values.kind as ExperimentKind,
          prices,
          period_hours: countOf(form.get("period_hours")) ?? 0,
          periods: countOf(form.get("periods")) ?? 0,
        },
      }),
  });
}

/** End an experiment now; the price from before comes back. */
export async function stopExperiment(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("prices");
  return change({
    form,
    done: t("experiment_stopped"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/price-experiments/{experiment_id}/stop", {
        params: { path: { experiment_id: idOf(form) }, header: { "Idempotency-Key": key } },
      }),
  });
}

function idOf(form: FormData): string {
  return String(form.get("id") ?? "");
}

/** Which of the vendor's own limits forbids it. */
async function limitSentence(problem: object): Promise<string | undefined> {
  const t = await getTranslations("prices.outside");
  const limit = "limit" in problem ? String(problem.limit) : "";
  return limit && t.has(limit) ? t(limit) : undefined;
}

async function reported({ rows, accepted, problems }: CompetitorImport, isDryRun: boolean): Promise<FormState> {
  const t = await getTranslations("prices");
  const done = t(isDryRun ? "would_store" : "stored", { accepted, rows });
  const state = succeeded(done, { key: crypto.randomUUID() });
  return {
    ...state,
    rows: problems.map(({ row, column, message }) => ({
      name: t("file_place", { row, column }),
      isDone: false,
      message,
    })),
  };
}
