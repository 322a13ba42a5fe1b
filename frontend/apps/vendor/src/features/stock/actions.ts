"use server";

import { type AdjustStockReason, Refused, type StockCounts } from "@globalmarket/api";
import { change } from "@globalmarket/web/forms/change";
import { countOf } from "@globalmarket/web/forms/counts";
import { type FormState, succeeded, typed, unsent } from "@globalmarket/web/forms/form-state";
import { refused } from "@globalmarket/web/forms/refused";
import { privateApi } from "@globalmarket/web/server/site";
import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { readCountFile } from "./count-file";

const FIELDS = ["how", "units", "reason", "note", "warehouse"];
const MOST_ROWS = 500; // of one request: the API's limit
const MOST_BYTES = 1024 * 1024;

/** Units more or less, or as counted, of one variant, and why. */
export async function adjustStock(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("stock");
  const { how, units = "", reason, note, warehouse } = typed(form, ...FIELDS);
  const count = countOf(units);
  if (count === null) {
    const message = (await getTranslations("forms"))("no_count");
    return { ...unsent(t("check_units"), typed(form, ...FIELDS, "key")), errors: { units: message } };
  }
  const said = how === "counted" ? { on_hand: count } : { change: how === "less" ? -count : count };
  return change({
    form,
    fields: FIELDS,
    renamed: { change: "units", on_hand: "units" },
    done: t("saved"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/stock/adjustments", {
        params: { header: { "Idempotency-Key": key } },
        body: {
          variant_id: String(form.get("variant") ?? ""),
          ...said,
          reason: reason as AdjustStockReason,
          ...(note && { note }),
          ...(warehouse && { warehouse_id: warehouse }),
        },
      }),
  });
}

/** A further place where stock is kept. */
export async function addWarehouse(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("stock");
  const { name = "", country = "" } = typed(form, "name", "country");
  return change({
    form,
    fields: ["name", "country"],
    done: t("warehouses.added"),
    send: (api, key) =>
      api.POST("/api/v1/vendor/warehouses", {
        params: { header: { "Idempotency-Key": key } },
        body: { name, country },
      }),
  });
}

/** Set the units of all SKUs in a file, all or nothing. */
export async function countByFile(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("stock");
  const key = String(form.get("key") || crypto.randomUUID());
  const file = form.get("file");
  if (!(file instanceof File) || !file.size) return unsent(t("choose_file"), { key });
  if (file.size > MOST_BYTES) return unsent(t("too_many_rows", { most: MOST_ROWS }), { key });
  const { rows, wrong } = readCountFile(await file.text());
  if (wrong.length) return unsent(t("wrong_lines", { lines: wrong.slice(0, 20).join(", ") }), { key });
  if (!rows.length) return unsent(t("no_rows"), { key });
  if (rows.length > MOST_ROWS) return unsent(t("too_many_rows", { most: MOST_ROWS }), { key });
  try {
    const { data } = await (await privateApi()).POST("/api/v1/vendor/stock/counts", {
      params: { header: { "Idempotency-Key": key } },
      body: { items: rows },
    });
    refresh();
    return succeeded(await sentence(data), { key: crypto.randomUUID() });
  } catch (error) {
    const state = await refused(error, { key: crypto.randomUUID() });
    const named = error instanceof Refused ? namedRows(state.errors, rows) : [];
    return { ...state, errors: {}, message: [state.message, ...named].join(" ") };
  }
}

async function sentence(counts: StockCounts | undefined): Promise<string> {
  const t = await getTranslations("stock");
  const raised = counts?.raised.length ?? 0;
  const done = t("counted_rows", { count: counts?.items.length ?? 0 });
  return raised ? `${done} ${t("raised", { count: raised })}` : done;
}

/** What is wrong with which SKU: the API names the place in the list. */
function namedRows(errors: Record<string, string>, rows: { sku: string }[]): string[] {
  return Object.entries(errors).map(([field, message]) => {
    const row = rows[Number(/^items\.(\d+)/.exec(field)?.[1])];
    return row ? `${row.sku}: ${message}.` : message;
  });
}
