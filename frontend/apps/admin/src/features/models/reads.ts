import "server-only";
import type { ModelName, ModelView, VersionViewPage } from "@globalmarket/api";
import { foundOrNone } from "@globalmarket/web/server/found";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";

/** The region's models. */
export async function listModels(): Promise<ModelView[]> {
  const api = await privateApi();
  return (await api.GET("/api/v1/admin/models")).data?.items ?? [];
}

/** The page "not found" if there is no such model. */
export async function getModel(name: string): Promise<ModelView> {
  const api = await privateApi();
  const params = { path: { name } };
  return (await foundOrNone(api.GET("/api/v1/admin/models/{name}", { params }))).data as ModelView;
}

/** What was trained, the newest first. */
export async function listVersions(name: ModelName, place: Place = {}): Promise<VersionViewPage> {
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { path: { name }, query: { limit: PAGE_SIZE, ...at } };
    return (await api.GET("/api/v1/admin/models/{name}/versions", { params })).data as VersionViewPage;
  });
}
