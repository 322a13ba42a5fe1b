"use server";

import type { Api, VendorOrderDetail } from "@globalmarket/api";
import type { FormState, RowResult } from "@globalmarket/web/forms/form-state";
import { unsent as notSent } from "@globalmarket/web/forms/form-state";
import { countsOf, eachOf, rowResult, rowsDone } from "@globalmarket/web/forms/many";
import { privateApi } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { unsent } from "./amounts";
import { chosenIds } from "./chosen";
import { MOST_PARCELS, readTrackingFile, repeatedNumbers, type TrackedRow } from "./tracking-file";

const MOST_BYTES = 256 * 1024;

type Outcome = Omit<RowResult, "name">;

/** Take on the chosen orders. What cannot be taken on leaves the others. */
export async function acceptChosen(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("orders");
  const key = String(form.get("key") || crypto.randomUUID());
  const named = String(form.get("orders") ?? "").split(",");
  const numbers = String(form.get("numbers") ?? "").split(",");
  const api = await privateApi();
  const rows = await eachOf(chosenIds(named), (id) =>
    rowResult(numbers[named.indexOf(id)] || id, async () => {
      await api.POST("/api/v1/vendor/orders/{vendor_order_id}/accept", {
        params: { path: { vendor_order_id: id }, header: { "Idempotency-Key": `${key}.${id}` } },
      });
      return { isDone: true, message: t("row_accepted") };
    }),
  );
  return rowsDone(t("accepted_rows", countsOf(rows)), rows);
}

/** Send what is left of each order in a file as one parcel, with the file's tracking number. */
export async function shipByFile(_before: FormState | null, form: FormData): Promise<FormState> {
  const t = await getTranslations("orders");
  const key = String(form.get("key") || crypto.randomUUID());
  const file = form.get("file");
  if (!(file instanceof File) || !file.size) return notSent(t("choose_file"), { key });
  if (file.size > MOST_BYTES) return notSent(t("too_many_rows", { most: MOST_PARCELS }), { key });
  const parcels = readTrackingFile(await file.text());
  if (!parcels.length) return notSent(t("no_rows"), { key });
  if (parcels.length > MOST_PARCELS) return notSent(t("too_many_rows", { most: MOST_PARCELS }), { key });
  const repeated = repeatedNumbers(parcels);
  const api = await privateApi();
  const once = parcels.filter(({ number }) => !repeated.has(number));
  const rows = [
    ...[...repeated].map((name) => ({ name, isDone: false, message: t("row_twice") })),
    ...(await eachOf(once, (parcel) => rowResult(parcel.number || "–", () => ship(api, parcel, key)))),
  ];
  return rowsDone(t("shipped_rows", countsOf(rows)), rows);
}

async function ship(api: Api, parcel: TrackedRow, key: string): Promise<Outcome> {
  const t = await getTranslations("orders");
  const { number, carrier, tracking_number, tracking_url } = parcel;
  if (!carrier) return { isDone: false, message: t("row_carrier") };
  const order = await findByNumber(api, number);
  if (!order) return { isDone: false, message: t("row_unknown") };
  const lines = order.lines
    .map((line) => ({ line_id: line.line_id, quantity: unsent(line) }))
    .filter(({ quantity }) => quantity > 0);
  if (!lines.length) return { isDone: false, message: t("row_nothing") };
  await api.POST("/api/v1/vendor/orders/{vendor_order_id}/shipments", {
    params: { path: { vendor_order_id: order.id }, header: { "Idempotency-Key": `${key}.${order.id}` } },
    body: { lines, carrier, tracking_number, tracking_url },
  });
  return { isDone: true, message: t("row_shipped") };
}

/** The vendor's order of this number; null if the search, which follows a moment after an order was placed, knows none. */
async function findByNumber(api: Api, number: string): Promise<VendorOrderDetail | null> {
  if (!number || number.length > 100) return null;
  const { data } = await api.GET("/api/v1/vendor/orders", { params: { query: { q: number, limit: 5 } } });
  const found = data?.items.find((order) => order.number === number);
  if (!found) return null;
  const params = { path: { vendor_order_id: found.id } };
  return (await api.GET("/api/v1/vendor/orders/{vendor_order_id}", { params })).data as VendorOrderDetail;
}
