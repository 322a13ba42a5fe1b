import "server-only";
import {
  type ImportPreview,
  type ImportView,
  type ImportViewPage,
  type MappedColumnRequest,
  type ProblemViewPage,
  Refused,
} from "@globalmarket/api";
import { fromCursor, PAGE_SIZE, type Place } from "@globalmarket/web/server/paging";
import { currentSite, privateApi } from "@globalmarket/web/server/site";
import { notFound } from "next/navigation";

/** Files of products, the newest first. */
export async function listImports(_filters: object, place: Place = {}): Promise<ImportViewPage> {
  const { locale } = await currentSite();
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const query = { limit: PAGE_SIZE, lang: locale.language, ...at };
    return (await api.GET("/api/v1/vendor/imports", { params: { query } })).data as ImportViewPage;
  });
}

/** 404 if the vendor has no such import. */
export async function getImport(id: string): Promise<ImportView> {
  const { locale } = await currentSite();
  const api = await privateApi();
  try {
    const params = { path: { import_id: id }, query: { lang: locale.language } };
    return (await api.GET("/api/v1/vendor/imports/{import_id}", { params })).data as ImportView;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}

/** What is wrong with the file's rows, in their order. */
export async function listProblems(id: string, place: Place = {}): Promise<ProblemViewPage> {
  const { locale } = await currentSite();
  const api = await privateApi();
  return fromCursor(place, async (at) => {
    const params = { path: { import_id: id }, query: { limit: PAGE_SIZE, lang: locale.language, ...at } };
    return (await api.GET("/api/v1/vendor/imports/{import_id}/problems", { params })).data as ProblemViewPage;
  });
}

/** How the file would be read with this mapping, or as its vendor mapped the last one of its kind. 404 if there is no such draft. */
export async function previewDraft(id: string, mapping: MappedColumnRequest[] | undefined): Promise<ImportPreview> {
  const { locale } = await currentSite();
  const api = await privateApi();
  try {
    const { data } = await api.POST("/api/v1/vendor/import-drafts/{draft_id}/previews", {
      params: { path: { draft_id: id }, query: { lang: locale.language } },
      body: mapping ? { mapping } : {},
    });
    return data as ImportPreview;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) notFound();
    throw error;
  }
}
