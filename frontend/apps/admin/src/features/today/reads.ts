import "server-only";
import type { DebtWarningDetailPage, DisputeViewPage, OrderState, VendorState } from "@globalmarket/api";
import { type Count, counted, MOST_COUNTED } from "@globalmarket/web/lists/count";
import { privateApi } from "@globalmarket/web/server/site";

const limit = MOST_COUNTED;

export async function countVendors(state: VendorState): Promise<Count> {
  const api = await privateApi();
  return counted((await api.GET("/api/v1/admin/vendors", { params: { query: { state, limit } } })).data);
}

export async function countOrders(state: OrderState): Promise<Count> {
  const api = await privateApi();
  return counted((await api.GET("/api/v1/admin/orders", { params: { query: { state, limit } } })).data);
}

/** Returns that nobody has decided about. */
export async function countRequestedReturns(): Promise<Count> {
  const api = await privateApi();
  return counted((await api.GET("/api/v1/admin/returns", { params: { query: { state: "requested", limit } } })).data);
}

/** Refunds that the provider refused, and that nobody has settled. */
export async function countFailedRefunds(): Promise<Count> {
  const api = await privateApi();
  return counted((await api.GET("/api/v1/admin/refunds", { params: { query: { state: "failed", limit } } })).data);
}

interface OpenDisputes {
  count: Count;
  /** By when the first of them must be answered; null if none has a deadline. */
  respondBy: string | null;
}

export async function findOpenDisputes(): Promise<OpenDisputes> {
  const api = await privateApi();
  const { data } = await api.GET("/api/v1/admin/disputes", { params: { query: { state: "open", limit } } });
  return { count: counted(data), respondBy: earliest(data) };
}

/** Vendors that owe more than the region lets them. */
export async function listDebtWarnings(): Promise<DebtWarningDetailPage> {
  const api = await privateApi();
  const query = { is_open: true, limit };
  return (await api.GET("/api/v1/admin/debt-warnings", { params: { query } })).data as DebtWarningDetailPage;
}

function earliest(page: DisputeViewPage | undefined): string | null {
  const deadlines = page?.items.flatMap(({ respond_by }) => respond_by ?? []) ?? [];
  return deadlines.toSorted()[0] ?? null;
}
