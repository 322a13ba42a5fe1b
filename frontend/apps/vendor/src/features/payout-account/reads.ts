import "server-only";
import type { ConnectedAccountDetail, PayoutAccountView, PayoutBank } from "@globalmarket/api";
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

/** The banks and mobile wallets that a provider pays a currency to. */
export async function listBanks(provider: string, currency: string): Promise<PayoutBank[]> {
  const api = await privateApi();
  const params = { query: { provider, currency } };
  return (await api.GET("/api/v1/vendor/connected-account/banks", { params })).data?.items ?? [];
}
