import "server-only";
import type { ConnectedAccountDetail, PayoutAccountView } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** The vendor's accounts, masked: one for each currency that has one. */
export async function listAccounts(): Promise<PayoutAccountView[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/payout-accounts")).data?.items ?? [];
}

/** The account at the payment provider, which the region may not offer. */
export async function readConnected(): Promise<ConnectedAccountDetail> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/connected-account")).data as ConnectedAccountDetail;
}
