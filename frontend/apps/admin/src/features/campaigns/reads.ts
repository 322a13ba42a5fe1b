import "server-only";
import type { CampaignReach, CampaignView, CampaignViewPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

/** The campaigns of the region, the newest first. */
export async function listCampaigns(cursor: string | undefined): Promise<CampaignViewPage> {
  const api = await privateApi();
  return fromCursor({ cursor }, async (at) => {
    const query = { limit: PAGE_SIZE, ...at };
    return (await api.GET("/api/v1/admin/campaigns", { params: { query } })).data as CampaignViewPage;
  });
}

export async function getCampaign(id: string): Promise<CampaignView> {
  const api = await privateApi();
  const params = { path: { campaign_id: id } };
  return (await foundOrNone(api.GET("/api/v1/admin/campaigns/{campaign_id}", { params }))).data as CampaignView;
}

/** How many customers a segment has, and how many of them agreed to marketing. */
export async function readReach({
  segment,
  currency,
}: Pick<CampaignView, "segment" | "currency">): Promise<CampaignReach> {
  const api = await privateApi();
  const query = { segment, currency };
  return (await api.GET("/api/v1/admin/campaign-reach", { params: { query } })).data as CampaignReach;
}
