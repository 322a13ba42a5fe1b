import "server-only";
import type { DataExportView, SupportView } from "@globalmarket/api";
import { privateApi } from "@/server/shop";

/** Whether the customer wants mails about offers. */
export async function wantsMarketing(): Promise<boolean> {
  const { data } = await (await privateApi()).GET("/api/v1/me/consents");
  return data?.granted.includes("marketing") ?? false;
}

/** When the operator's support looked at the shop as the customer; the latest twenty. */
export async function listSupportViews(): Promise<SupportView[]> {
  return (await (await privateApi()).GET("/api/v1/me/support-views")).data?.items ?? [];
}

/** The copies of the customer's data that were asked for. */
export async function listCopies(): Promise<DataExportView[]> {
  return (await (await privateApi()).GET("/api/v1/me/exports")).data?.items ?? [];
}

/** The copy itself, by the API's link that works once. @throws Refused if it is not ready, or not this customer's */
export async function readCopy(id: string): Promise<string> {
  const api = await privateApi();
  const params = { path: { export_id: id } };
  const { data } = await api.POST("/api/v1/me/exports/{export_id}/links", { params });
  const secret = data?.url.split("/").at(-1) ?? "";
  const copy = await api.GET("/api/v1/me/downloads/{secret}", { params: { path: { secret } }, parseAs: "text" });
  return copy.data as string;
}
