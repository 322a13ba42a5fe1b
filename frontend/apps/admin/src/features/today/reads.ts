import "server-only";
import type { DisputeViewPage, OrderState, Overview } from "@globalmarket/api";
import { type Count, counted, MOST_COUNTED } from "@globalmarket/web/lists/count";
import { privateApi } from "@globalmarket/web/server/site";

const limit = MOST_COUNTED;

/** What was sold, for who sees money, and what waits for staff. */
export async function getOverview(): Promise<Overview> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/overview")).data as Overview;
}

export async function countOrders(state: OrderState): Promise<Count> {
  const api = await privateApi();
  return counted((await api.GET("/api/v1/admin/orders", { params: { query: { state, limit } } })).data);
}

/** By when the first of the open disputes must be answered; null if none has a deadline. */
export async function findFirstDeadline(): Promise<string | null> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/admin/disputes", { params: { query: { state: "open", limit } } });
  return earliest(data);
}

/** Vendors that owe more than the region lets them. */
export async function countDebtWarnings(): Promise<Count> {
  const api = await privateApi();
  const query = { is_open: true, limit };
  return counted((await api.GET("/api/v1/admin/debt-warnings", { params: { query } })).data);
}

function earliest(page: DisputeViewPage | undefined): string | null {
  const deadlines = page?.items.flatMap(({ respond_by }) => respond_by ?? []) ?? [];
  return deadlines.toSorted()[0] ?? null;
}
