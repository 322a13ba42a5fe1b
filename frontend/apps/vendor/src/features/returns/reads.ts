import "server-only";
import { Refused, type ReturnState, type ReturnView, type ReturnViewPage } from "@globalmarket/api";
import { fromCursor } from "@globalmarket/web/server/paging";
import { privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";

const PAGE_SIZE = 25;

export async function listReturns(state: ReturnState | undefined, cursor?: string): Promise<ReturnViewPage> {
  const api = await privateApi();
  return fromCursor(cursor, async (at) => {
    const query = { limit: PAGE_SIZE, ...(state && { state }), ...at };
    return (await api.GET("/api/v1/vendor/returns", { params: { query } })).data as ReturnViewPage;
  });
}

/** 404 if the vendor has no such return. */
export async function getReturn(id: string): Promise<ReturnView> {
  const api = await privateApi();
  try {
    const params = { path: { return_id: id } };
    return (await api.GET("/api/v1/vendor/returns/{return_id}", { params })).data as ReturnView;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}
