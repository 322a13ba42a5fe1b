import "server-only";
import type { PayoutAccountView } from "@globalmarket/api";
import { privateApi } from "@globalmarket/web/server/site";

/** The vendor's accounts, masked: one for each currency that has one. */
export async function listAccounts(): Promise<PayoutAccountView[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/vendor/payout-accounts")).data?.items ?? [];
}
